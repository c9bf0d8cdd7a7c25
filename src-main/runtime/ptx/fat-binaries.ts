import { elfSection, type Span } from './elf-section';
import { readBytes } from './open-file';

// The layout is that of CUDA's fat binaries: fatbinary_section.h names the magic number, the rest was read off TensorFlow's.
const magic = Buffer.from([0x50, 0xed, 0x55, 0xba]);
const containerHeaderBytes = 16;
const entryHeaderBytes = 48;
const ptxKind = 1;
const isCompressed = 0x2000;
const mostContainerBytes = 1 << 27;
const chunkBytes = 1 << 25;

/** A PTX text, perhaps compressed, behind the header of its entry. */
export interface PtxText extends Span {
  readonly headerAt: number;
}

/**
 * The PTX texts, perhaps compressed, of the fat binaries that a library holds outside of `.nv_fatbin`: those that TensorFlow's
 * own generator of kernels has put there. `.nv_fatbin` holds what NVIDIA's compiler made.
 */
export function* ptxTexts(file: number): Generator<PtxText> {
  const compiled = elfSection(file, '.nv_fatbin') ?? { start: 0, end: 0 };
  for (const container of containers(file, compiled)) yield* ptxIn(file, container);
}

function* containers(file: number, skipped: Span): Generator<Span> {
  for (const start of magicPlaces(file, skipped)) {
    const header = readBytes(file, start, containerHeaderBytes);
    if (header.length < containerHeaderBytes) return;
    const isKnown = header.readUInt16LE(4) === 1 && header.readUInt16LE(6) === containerHeaderBytes;
    const bytes = Number(header.readBigUInt64LE(8));
    const first = start + containerHeaderBytes;
    if (isKnown && bytes > 0 && bytes < mostContainerBytes) yield { start: first, end: first + bytes };
  }
}

function* magicPlaces(file: number, skipped: Span): Generator<number> {
  for (let start = 0; ; ) {
    if (start >= skipped.start && start < skipped.end) start = skipped.end;
    const chunk = readBytes(file, start, chunkBytes);
    if (chunk.length < magic.length) return;
    for (let at = chunk.indexOf(magic); at >= 0; at = chunk.indexOf(magic, at + magic.length))
      if (start + at < skipped.start || start + at >= skipped.end) yield start + at;
    // A number that begins at the end of a chunk is whole in the next.
    start += chunk.length - magic.length + 1;
  }
}

function* ptxIn(file: number, { start, end }: Span): Generator<PtxText> {
  for (let at = start; at < end; ) {
    const header = readBytes(file, at, entryHeaderBytes);
    if (header.length < entryHeaderBytes || header.readUInt32LE(4) === 0) return;
    const text = at + header.readUInt32LE(4);
    const bytes = Number(header.readBigUInt64LE(8));
    const used = header.readUInt32LE(40) & isCompressed ? header.readUInt32LE(16) : bytes;
    if (header.readUInt16LE(0) === ptxKind) yield { headerAt: at, start: text, end: text + used };
    at = text + bytes;
  }
}
