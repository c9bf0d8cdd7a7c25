import type { EvaluationReport } from '../../../src-shared/assessment/evaluation-report';

type Confusion = NonNullable<EvaluationReport['confusion']>;

/** What the share named right is to be held against: the largest share that one answer for all would have, and the mean share found over the classes. */
export function foundByClass(confusion: Confusion): {
  readonly commonest: number;
  readonly share: number;
  readonly meanFound: number;
} {
  const items = new Map<number, number>();
  const found = new Map<number, number>();
  for (const { label, predicted, items: count } of confusion) {
    items.set(label, (items.get(label) ?? 0) + count);
    if (label === predicted) found.set(label, count);
  }
  const all = [...items.values()].reduce((sum, count) => sum + count, 0);
  const [[commonest, most]] = [...items].sort(([, a], [, b]) => b - a);
  const recalls = [...items].map(([label, count]) => (found.get(label) ?? 0) / count);
  return {
    commonest,
    share: most / all,
    meanFound: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
  };
}
