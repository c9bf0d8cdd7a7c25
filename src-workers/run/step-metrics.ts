import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import type { RunData } from '../data/run-data';
import type { StepOutcome } from '../train/trainer';
import type { ValueScale } from './value-scale';

/** How well single draws fit; several heads have no number in common. */
const fitNames: Readonly<Record<RunData['task']['kind'], string | undefined>> = {
  classification: 'train.accuracy',
  segmentation: 'train.accuracy',
  regression: 'train.mse',
  heads: undefined,
};

/** What a step tells of training, by the names of metrics: losses in nats per item. */
export function stepMetrics(
  { report, learningRate, chains }: StepOutcome,
  { inference }: Experiment,
  { train, task }: Pick<RunData, 'train' | 'task'>,
  scale?: ValueScale,
): Record<string, number> {
  const klPerItem = report.kl / train.length;
  const fitName = fitNames[task.kind];
  return {
    'train.loss': report.nll + inference.heat * klPerItem,
    'train.nll': report.nll,
    ...(scale ? { 'train.valueNll': report.nll / scale.perItem + scale.logUnit } : {}),
    ...(methodFacts(inference).hasDivergence ? { 'train.kl': klPerItem } : { 'train.logPrior': -klPerItem }),
    ...(fitName ? { [fitName]: report.fit } : {}),
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
