import type { Experiment } from '../../src-shared/experiment/experiment';
import { compareDraws } from '../evaluate/compared-draws';
import type { DrawPredictions } from '../evaluate/draw-predictions';
import type { KeptDraws } from './kept-draws';

/**
 * How well a run's chains agree, by name: of what they predict for test items and of some of their weights (which may be
 * permuted from chain to chain though the networks are the same), and how often they diverged.
 * @param weights of all kept draws, flat, as `gatherDraws` has them
 */
export function convergenceOf(
  { inference, training: { samples: chains } }: Experiment,
  { all, divergent }: KeptDraws,
  predictions: DrawPredictions | undefined,
  weights: readonly Float32Array[],
): Record<string, number> {
  const draws = all.length;
  const predicted =
    predictions &&
    compareDraws(chains, draws, predictions.count, (sample, place) => predictions.at(sample, place));
  const weighed = compareDraws(chains, draws, weights.length, (sample, place) => weights[place][sample]);
  return {
    ...(predicted ? { rHat: predicted.rHat, ess: predicted.ess } : {}),
    ...(weighed ? { weightRHat: weighed.rHat, weightEss: weighed.ess } : {}),
    ...(inference.method === 'hmc' && draws > 0 ? { divergent: divergent / draws } : {}),
  };
}
