import { bulkEss, rHat } from './scores/chain-convergence';

/** Numbers whose draws are compared; more would find larger extremes by chance alone. */
const mostNumbers = 32;

/** How far the worst of some numbers is from what converged chains would show. */
export interface Convergence {
  /** The largest rank-normalised split R-hat. */
  readonly rHat: number;
  /** The smallest bulk effective sample size. */
  readonly ess: number;
}

/**
 * Compares the draws of numbers at equal distances among `count`.
 * @param chains at least 2: whether one alone has converged cannot be seen
 * @param draws of each chain
 * @param valueAt a number's value in draw `sample`, which is draw floor(sample / chains) of chain sample mod chains
 * @returns undefined where there is nothing to compare
 */
export function compareDraws(
  chains: number,
  draws: number,
  count: number,
  valueAt: (sample: number, place: number) => number,
): Convergence | undefined {
  if (chains < 2 || draws < 4 || count === 0) return undefined;
  const numbers = Math.min(count, mostNumbers);
  const compared = Array.from({ length: numbers }, (_, index) => {
    const place = Math.floor((index * count) / numbers);
    const ofChains = Array.from({ length: chains }, (_one, chain) =>
      Array.from({ length: draws }, (_other, draw) => valueAt(draw * chains + chain, place)),
    );
    return { rHat: rHat(ofChains), ess: bulkEss(ofChains) };
  }).filter((one) => Number.isFinite(one.rHat));
  if (compared.length === 0) return undefined;
  return {
    rHat: Math.max(...compared.map((one) => one.rHat)),
    ess: Math.min(...compared.map((one) => one.ess)),
  };
}
