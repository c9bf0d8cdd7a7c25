/** Puts the bytes of numbers together again: shuffled, all first bytes come first, then all second ones. What is left at the end stays. */
export function unshuffleBytes(shuffled: Uint8Array, numberBytes: number): Uint8Array {
  const count = Math.floor(shuffled.length / numberBytes);
  const out = shuffled.slice();
  for (let byte = 0; byte < numberBytes; byte += 1)
    for (let at = 0; at < count; at += 1) out[at * numberBytes + byte] = shuffled[byte * count + at];
  return out;
}

/** The same bit by bit: all lowest bits of the first bytes come first. Other numbers of numbers than eights are left as they are. */
export function unshuffleBits(shuffled: Uint8Array, numberBytes: number): Uint8Array {
  const count = Math.floor(shuffled.length / numberBytes);
  if (count % 8 !== 0) return shuffled;
  const out = shuffled.slice();
  out.fill(0, 0, count * numberBytes);
  for (let bit = 0; bit < 8 * numberBytes; bit += 1) {
    const row = (bit * count) / 8;
    for (let at = 0; at < count; at += 1) {
      const isSet = (shuffled[row + (at >> 3)] >> (at & 7)) & 1;
      out[at * numberBytes + (bit >> 3)] |= isSet << (bit & 7);
    }
  }
  return out;
}
