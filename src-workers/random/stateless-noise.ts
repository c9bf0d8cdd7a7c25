import { philox } from './philox';

/**
 * Random numbers for a pair of int32 seeds, the same ones that TensorFlow's stateless operations draw: what an engine
 * without TensorFlow uses, and the oracle for those with it.
 */

/** The key with which TensorFlow mixes the two seeds of its stateless operations into key and counter. */
const scrambleKey = Uint32Array.of(0x3ec8f720, 0x02461e29);
const smallestUniform = 1e-7;

/**
 * Standard normal numbers as StatelessRandomNormal draws them, up to the last bits of logarithm and sine. Pairs come
 * from the Box-Muller transform of two 23-bit uniforms each.
 * @param out filled whole
 */
export function fillStatelessNormal(seed0: number, seed1: number, out: Float32Array): void {
  forEachGroup(seed0, seed1, out.length, (words, at) => {
    for (let pair = 0; pair < 4; pair += 2) writePair(words[pair], words[pair + 1], out, at + pair);
  });
}

/** Numbers in [0, 1) as StatelessRandomUniform draws them. */
export function fillStatelessUniform(seed0: number, seed1: number, out: Float32Array): void {
  forEachGroup(seed0, seed1, out.length, (words, at) => {
    // Writes past the end of a typed array are dropped, which is what an odd length needs; but they are slow.
    const count = Math.min(4, out.length - at);
    for (let index = 0; index < count; index += 1) out[at + index] = uniform(words[index]);
  });
}

function forEachGroup(
  seed0: number,
  seed1: number,
  length: number,
  use: (words: Uint32Array, at: number) => void,
): void {
  const { key, counter } = scramble(seed0, seed1);
  const words = new Uint32Array(4);
  for (let at = 0; at < length; at += 4) {
    philox(key, counter, words);
    use(words, at);
    advance(counter);
  }
}

function scramble(seed0: number, seed1: number): { key: Uint32Array; counter: Uint32Array } {
  // An int32 seed widens to 64 bits with its sign.
  const counter = Uint32Array.of(seed0, seed0 < 0 ? -1 : 0, seed1, seed1 < 0 ? -1 : 0);
  const mixed = new Uint32Array(4);
  philox(scrambleKey, counter, mixed);
  return { key: mixed.slice(0, 2), counter: Uint32Array.of(0, 0, mixed[2], mixed[3]) };
}

function writePair(word0: number, word1: number, out: Float32Array, at: number): void {
  const radius = Math.sqrt(-2 * Math.log(Math.max(uniform(word0), smallestUniform)));
  const angle = 2 * Math.PI * uniform(word1);
  out[at] = Math.sin(angle) * radius;
  out[at + 1] = Math.cos(angle) * radius;
}

/** The low 23 bits as a number in [0, 1). */
function uniform(word: number): number {
  return (word & 0x7fffff) / 0x800000;
}

function advance(counter: Uint32Array): void {
  counter[0] += 1;
  if (counter[0] === 0) counter[1] += 1;
}
