import type { EvaluatedItem } from '../../../src-shared/assessment/evaluation-report';

/** Share of the samples that name another class than all together. */
export function disagreementOf({
  bySample,
  predicted,
}: Pick<EvaluatedItem, 'bySample' | 'predicted'>): number {
  const others = bySample.filter((row) => row.indexOf(Math.max(...row)) !== predicted);
  return others.length / bySample.length;
}
