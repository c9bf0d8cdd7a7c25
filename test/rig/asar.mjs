/**
 * Electron's archive format, for a flat set of small files: two length-prefixed records (the header's size, then the
 * header, JSON padded to four bytes) and the files' bytes one after the other.
 * @param {Record<string, string | Buffer>} files
 * @returns {Buffer}
 */
export function asarOf(files) {
  const contents = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]);
  let offset = 0;
  const index = {};
  for (const [name, content] of contents) {
    index[name] = { size: content.length, offset: String(offset) };
    offset += content.length;
  }
  const header = Buffer.from(JSON.stringify({ files: index }));
  const padded = Math.ceil(header.length / 4) * 4;
  const sizes = Buffer.alloc(16);
  for (const [at, size] of [4, padded + 8, padded + 4, header.length].entries())
    sizes.writeUInt32LE(size, at * 4);
  const padding = Buffer.alloc(padded - header.length);
  return Buffer.concat([sizes, header, padding, ...contents.map(([, content]) => content)]);
}
