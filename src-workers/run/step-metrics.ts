import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import type { RunData } from '../data/run-data';
import type { StepOutcome } from '../train/trainer';

/** What a step tells of training, by the names of metrics: losses in nats per item. */
export function stepMetrics(
  { report, learningRate, chains }: StepOutcome,
  { inference }: Experiment,
  { train, task }: Pick<RunData, 'train' | 'task'>,
): Record<string, number> {
  const klPerItem = report.kl / train.length;
  return {
    'train.loss': report.nll + inference.heat * klPerItem,
    'train.nll': report.nll,
    ...(methodFacts(inference).hasDivergence ? { 'train.kl': klPerItem } : { 'train.logPrior': -klPerItem }),
    [task.kind === 'regression' ? 'train.mse' : 'train.accuracy']: report.fit,
    'train.learningRate': learningRate,
    ...(chains
      ? {
          'train.acceptance': chains.acceptance,
          'train.divergent': chains.divergent,
          'train.leapfrogs': chains.leapfrogs,
        }
      : {}),
  };
}
