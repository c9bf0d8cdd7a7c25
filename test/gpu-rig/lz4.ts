/** Unpacks an LZ4 block (the format's own description), of which fat binaries tell the size that it unpacks to. */
export function unpackLz4(source: Buffer, bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  let [at, done] = [0, 0];
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = source[at++] ?? 0;
    return length;
  };
  while (done < bytes) {
    const token = source[at++] ?? 0;
    const literals = lengthFrom(token >> 4);
    source.copy(out, done, at, at + literals);
    [at, done] = [at + literals, done + literals];
    if (done >= bytes) break;
    const distance = source.readUInt16LE(at);
    at += 2;
    const copied = lengthFrom(token & 15) + 4;
    for (let byte = 0; byte < copied; byte += 1, done += 1) out[done] = out[done - distance] ?? 0;
  }
  return out;
}
