/**
 * Unpacks a block of LZ4 (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md): sequences of literals and of copies of
 * what was unpacked before.
 * @param size bytes that it unpacks into
 * @throws RangeError at a damaged block
 */
export function unpackLz4(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let from = 0;
  let to = 0;
  const next = () => {
    if (from >= packed.length) throw new RangeError('a block of LZ4 ends too early');
    from += 1;
    return packed[from - 1];
  };
  /** Lengths of 15 go on in further bytes, up to one that is not 255. */
  const lengthFrom = (start: number) => {
    let length = start;
    for (let more = start === 15; more; ) {
      const byte = next();
      length += byte;
      more = byte === 255;
    }
    return length;
  };
  while (from < packed.length) {
    const token = next();
    const literals = lengthFrom(token >> 4);
    if (from + literals > packed.length || to + literals > size)
      throw new RangeError('a block of LZ4 is damaged');
    out.set(packed.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === packed.length) break;
    const distance = next() + 256 * next();
    const length = lengthFrom(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > size)
      throw new RangeError('a block of LZ4 is damaged');
    // Byte by byte: a copy may reach into itself.
    for (const end = to + length; to < end; to += 1) out[to] = out[to - distance];
  }
  if (to !== size) throw new RangeError(`a block of LZ4 unpacks into ${to} bytes instead of ${size}`);
  return out;
}
