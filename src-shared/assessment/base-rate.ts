import type { EvaluationReport } from './evaluation-report';

/** What the share named right is to be held against. */
export interface BaseRate {
  /** The class of most test items. */
  readonly name: string;
  /** How many of them are of it, 0 to 1: so right would it be to name it always. */
  readonly share: number;
}

/** Undefined where it was not kept which items are of which class. */
export function baseRateOf({
  confusion = [],
  classNames,
}: Pick<EvaluationReport, 'confusion' | 'classNames'>): BaseRate | undefined {
  const items = new Map<number, number>();
  for (const { label, items: count } of confusion) items.set(label, (items.get(label) ?? 0) + count);
  const all = [...items.values()].reduce((sum, count) => sum + count, 0);
  const [commonest] = [...items].sort(([, one], [, other]) => other - one);
  if (!commonest || all === 0) return undefined;
  const [label, most] = commonest;
  return { name: classNames[label] ?? String(label), share: most / all };
}
