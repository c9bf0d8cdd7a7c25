import type { Asking, Evaluated } from './trajectory';

/** Energies and gradients of all chains, one position each. */
export type EvaluateAll = (positions: readonly Float32Array[]) => Promise<readonly Evaluated[]>;

/**
 * Lets chains go on side by side: whatever each asks for next is computed for all of them at once. A chain that is done
 * waits for the others, at the last position that it asked for.
 */
export async function together<Result>(
  chains: readonly Asking<Result>[],
  starts: readonly Float32Array[],
  evaluate: EvaluateAll,
): Promise<readonly Result[]> {
  const positions = [...starts];
  let answers: readonly Evaluated[] | undefined;
  const results = new Map<number, Result>();
  for (;;) {
    for (const [index, chain] of chains.entries()) {
      if (results.has(index)) continue;
      const next = answers ? chain.next(answers[index]) : chain.next();
      if (next.done) results.set(index, next.value);
      else positions[index] = next.value;
    }
    if (results.size === chains.length) break;
    answers = await evaluate(positions);
  }
  return chains.map((_, index) => {
    const result = results.get(index);
    if (result === undefined) throw new Error(`Chain ${index} ended with nothing.`);
    return result;
  });
}
