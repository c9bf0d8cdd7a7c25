/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC11).
 * A pure function of key and counter: any number of a stream can be had without the ones before it.
 */

const multiplierA = 0xd2511f53;
const multiplierB = 0xcd9e8d57;
const weylA = 0x9e3779b9;
const weylB = 0xbb67ae85;
const rounds = 10;

/** Four 32-bit words; entries count as unsigned. */
export type Words = Uint32Array;

/**
 * Writes the four words that belong to `counter` under `key` into `out`.
 * @param key two words
 * @param counter four words
 */
export function philox(key: Words, counter: Words, out: Words): void {
  let key0 = key[0];
  let key1 = key[1];
  // By their places: taking an array apart goes through its iterator.
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  for (let round = 0; round < rounds; round += 1) {
    const highA = multiplyHigh(multiplierA, c0);
    const lowA = Math.imul(multiplierA, c0);
    const highB = multiplyHigh(multiplierB, c2);
    const lowB = Math.imul(multiplierB, c2);
    c0 = highB ^ c1 ^ key0;
    c1 = lowB;
    c2 = highA ^ c3 ^ key1;
    c3 = lowA;
    key0 = (key0 + weylA) | 0;
    key1 = (key1 + weylB) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * The upper 32 bits of the 64-bit product of two unsigned words, which Math.imul drops: in halves, whose products and carries
 * stay below 2^32, so that all of it is arithmetic of whole words.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}
