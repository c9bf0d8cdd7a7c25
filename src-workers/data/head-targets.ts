import { type Head, outputNames } from '../../src-shared/experiment/data/heads';
import { noiseFacts } from '../../src-shared/experiment/noise';
import type { ItemSource } from './batch-reader';
import { missingClasses } from './missing-classes';
import type { HeadTask, RunData, SeveralHeads } from './run-data';
import { type GivenValues, preparedValues } from './value-targets';

/** A target as its file has it, of all items. */
export type GivenTarget =
  | {
      readonly kind: 'classification';
      readonly name: string;
      readonly labels: ArrayLike<number>;
      readonly classNames: readonly string[];
    }
  | ({ readonly kind: 'regression' } & GivenValues);

type Splits = Pick<RunData, 'train' | 'validation' | 'test'>;
type Writing = Pick<ItemSource, 'targetType' | 'targetSize' | 'writeTarget'>;

/** What several heads predict, and how it gets into batches: labels as numbers beside standardised values. */
export interface PreparedHeads extends Writing {
  readonly task: SeveralHeads;
  readonly warnings: readonly string[];
}

/** @param targets one for each head, by its name */
export function preparedHeads(
  heads: readonly Head[],
  targets: readonly GivenTarget[],
  inputShape: readonly number[],
  splits: Splits,
): PreparedHeads {
  const prepared = targets.map((target) => {
    const head = heads.find((one) => one.target === target.name);
    if (!head) throw new Error(`${target.name} has no head.`);
    return preparedHead(head, target, inputShape, splits);
  });
  const targetSize = prepared.reduce((sum, one) => sum + one.targetSize, 0);
  return {
    task: { kind: 'heads', inputShape, targetShape: [targetSize], heads: prepared.map(({ head }) => head) },
    warnings: prepared.flatMap(({ warnings }) => warnings),
    targetType: 'value',
    targetSize,
    writeTarget: (item, to, offset, look) => {
      let at = offset;
      for (const one of prepared) {
        one.writeTarget(item, to, at, look);
        at += one.targetSize;
      }
    },
  };
}

interface PreparedHead extends Writing {
  readonly head: HeadTask;
  readonly warnings: readonly string[];
}

function preparedHead(
  settings: Head,
  target: GivenTarget,
  inputShape: readonly number[],
  splits: Splits,
): PreparedHead {
  const { noise, weight } = settings;
  const common = { name: target.name, noise, weight, outputs: outputNames(settings) };
  if (target.kind === 'classification') {
    const { labels, classNames } = target;
    const missing = missingClasses({ ...splits }, (item) => labels[item], classNames);
    return {
      head: { ...common, task: { kind: 'classification', inputShape, classNames } },
      targetType: 'value',
      targetSize: 1,
      writeTarget: (item, to, offset) => {
        to[offset] = labels[item];
      },
      warnings: missing.map((sentence) => `${target.name}: ${sentence}`),
    };
  }
  const { task, warnings, ...writing } = preparedValues(
    [target],
    inputShape,
    splits.train,
    noiseFacts(noise).countScale?.(noise),
  );
  return { ...writing, head: { ...common, task }, warnings };
}
