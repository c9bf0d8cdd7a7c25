import type { Purpose } from './noise-seeds';
import { seedPair } from './noise-seeds';
import { philox } from './philox';

/** The numbers 0 to count - 1 in an order that (run seed, purpose, epoch, sample) alone decides (Fisher and Yates). */
export function shuffledIndices(
  count: number,
  runSeed: number,
  purpose: Purpose,
  epoch: number,
  sample = 0,
): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const key = Uint32Array.from(seedPair(runSeed, purpose, epoch, 0, sample));
  const words = new Uint32Array(4);
  for (let last = count - 1; last > 0; last -= 1) {
    philox(key, Uint32Array.of(last, 0, 0, 0), words);
    const chosen = Math.floor((words[0] / 2 ** 32) * (last + 1));
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}
