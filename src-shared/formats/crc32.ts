/** The polynomials of ISO 3309 and of Castagnoli, their bits reversed. */
const iso = 0xedb88320;
const castagnoli = 0x82f63b78;

/** tables[k][byte]: what `byte`, followed by k zero bytes, does to the sum; four bytes are taken at once. */
type Tables = readonly Int32Array[];

const isoTables = makeTables(iso);
const castagnoliTables = makeTables(castagnoli);

/** The CRC-32 of zip and PNG files (ISO 3309), an unsigned 32-bit number; `sum` is that of the bytes before these. */
export function crc32(bytes: Uint8Array, sum = 0): number {
  return checksum(isoTables, bytes, sum);
}

/** The CRC-32C (RFC 3720, appendix B.4) of TensorFlow's record files, an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  return checksum(castagnoliTables, bytes, 0);
}

function checksum([none, one, two, three]: Tables, bytes: Uint8Array, sum: number): number {
  let state = ~sum;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    state ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    state =
      three[state & 255] ^ two[(state >>> 8) & 255] ^ one[(state >>> 16) & 255] ^ none[(state >>> 24) & 255];
  }
  for (; at < bytes.length; at += 1) state = (state >>> 8) ^ none[(state ^ bytes[at]) & 255];
  return ~state >>> 0;
}

function makeTables(polynomial: number): Tables {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let state = byte;
    for (let bit = 0; bit < 8; bit += 1) state = state & 1 ? (state >>> 1) ^ polynomial : state >>> 1;
    return state;
  });
  const all = [first];
  for (let table = 1; table < 4; table += 1)
    all.push(all[table - 1].map((state) => (state >>> 8) ^ first[state & 255]));
  return all;
}
