import { readBytes } from './open-file';

/** Where something lies in a file, in bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const sectionHeaderBytes = 64;

/** Where a 64-bit little-endian ELF file keeps a section; undefined where it has none of this name. */
export function elfSection(file: number, name: string): Span | undefined {
  const header = readBytes(file, 0, 64);
  if (header.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const tableAt = Number(header.readBigUInt64LE(40));
  const count = header.readUInt16LE(60);
  const table = readBytes(file, tableAt, count * sectionHeaderBytes);
  const spanOf = (index: number): Span => {
    const at = index * sectionHeaderBytes;
    const start = Number(table.readBigUInt64LE(at + 24));
    return { start, end: start + Number(table.readBigUInt64LE(at + 32)) };
  };
  const names = spanOf(header.readUInt16LE(62));
  const texts = readBytes(file, names.start, names.end - names.start);
  for (let index = 0; index < count; index += 1) {
    const from = table.readUInt32LE(index * sectionHeaderBytes);
    if (texts.toString('latin1', from, texts.indexOf(0, from)) === name) return spanOf(index);
  }
  return undefined;
}
