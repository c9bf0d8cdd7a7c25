import { seedPair } from '../../random/noise-seeds';
import { philox } from '../../random/philox';
import { fillStatelessNormal } from '../../random/stateless-noise';
import type { Chance } from './transition';

/** Streams of an iteration of a chain. */
const [normalStream, uniformStream] = [0, 1];

/** Random numbers that (run seed, iteration, chain) alone decide, on whatever device the chain is. */
export function chanceOf(runSeed: number, iteration: number, chain: number, size: number): Chance {
  const key = Uint32Array.from(seedPair(runSeed, 'training', iteration, uniformStream, chain));
  const words = new Uint32Array(4);
  let drawn = 0;
  return {
    normals: () => {
      const values = new Float32Array(size);
      fillStatelessNormal(...seedPair(runSeed, 'training', iteration, normalStream, chain), values);
      return values;
    },
    uniform: () => {
      philox(key, Uint32Array.of(drawn, 0, 0, 0), words);
      drawn += 1;
      return words[0] / 2 ** 32;
    },
  };
}
