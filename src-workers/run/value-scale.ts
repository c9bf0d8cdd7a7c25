import type { Experiment } from '../../src-shared/experiment/experiment';
import { noiseFacts } from '../../src-shared/experiment/noise';
import type { RunData } from '../data/run-data';

/** Training items at most that are looked at, at equal distances. */
const mostItems = 500;

/** What leads from a training NLL, which is of standardised items, to one as scores have it: per value in its own unit, or per pixel. */
export interface ValueScale {
  /** Values, or pixels, of an item that are known: their mean. */
  readonly perItem: number;
  /** Logarithm of the unit. */
  readonly logUnit: number;
}

/** Undefined where each item has a class, or its loss is no likelihood of values. */
export function valueScale(
  { inference: { noise } }: Experiment,
  { task, train, targetsOf }: Pick<RunData, 'task' | 'train' | 'targetsOf'>,
): ValueScale | undefined {
  if (task.kind === 'classification') return undefined;
  if (task.kind === 'regression' && noise.kind === 'quantiles') return undefined;
  const stride = Math.ceil(train.length / mostItems);
  const items = train.filter((_, place) => place % stride === 0);
  const known = targetsOf(items).filter((value) => value >= 0 || value < 0);
  const counted = task.kind === 'segmentation' ? known.filter((label) => label >= 0) : known;
  const isOfUnit = task.kind === 'regression' && task.targetStd.length === 1 && !noiseFacts(noise).countScale;
  return { perItem: counted.length / items.length, logUnit: isOfUnit ? Math.log(task.targetStd[0]) : 0 };
}
