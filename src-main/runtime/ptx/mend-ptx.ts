import { closeSync, openSync, writeSync } from 'node:fs';
import type { Span } from './elf-section';
import { ptxTexts } from './fat-binaries';
import { readBytes } from './open-file';

export interface PtxCount {
  readonly texts: number;
  /** Of these, such as end in two NULs. */
  readonly broken: number;
}

const newline = 0x0a;
/** What PTX ends in before its NULs, and the padding behind them. */
const tailBytes = 16;

/**
 * Mends the PTX in a library of TensorFlow's, in place: each text ends in two NULs where one belongs, and the compilers
 * of drivers for CUDA 13 refuse that ("Unexpected EOF"; TensorFlow's issues 99592, 101746 and 97387). The first NUL becomes a
 * line's end. Compressed texts (LZ4) end in literals, so their last bytes are the text's own.
 * @returns what it found; afterwards none is broken
 */
export function mendPtx(path: string): PtxCount {
  const file = openSync(path, 'r+');
  try {
    return overTexts(file, (place) => writeSync(file, Buffer.of(newline), 0, 1, place));
  } finally {
    closeSync(file);
  }
}

/** What `mendPtx` would find; changes nothing. */
export function countPtx(path: string): PtxCount {
  const file = openSync(path, 'r');
  try {
    return overTexts(file, () => {});
  } finally {
    closeSync(file);
  }
}

function overTexts(file: number, onBroken: (place: number) => void): PtxCount {
  let [texts, broken] = [0, 0];
  for (const text of ptxTexts(file)) {
    texts += 1;
    const place = needlessNul(file, text);
    if (place === undefined) continue;
    broken += 1;
    onBroken(place);
  }
  return { texts, broken };
}

/** Where the NUL before a text's last one is; undefined where there is no such. */
function needlessNul(file: number, { start, end }: Span): number | undefined {
  const from = Math.max(start, end - tailBytes);
  const tail = readBytes(file, from, end - from);
  let last = tail.length - 1;
  while (last >= 2 && tail[last] === 0 && tail[last - 1] === 0 && tail[last - 2] === 0) last -= 1;
  const isDouble = last >= 2 && tail[last] === 0 && tail[last - 1] === 0;
  const isEndOfText = tail[last - 2] === newline || tail[last - 2] === '}'.charCodeAt(0);
  return isDouble && isEndOfText ? from + last - 1 : undefined;
}
