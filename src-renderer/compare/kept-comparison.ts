import { keptGroupingSchema } from '../../src-shared/runs/run-groups';
import { remember, remembered } from '../ui/memory';
import { goTo } from '../ui/route';
import type { Comparison, ComparisonState } from './comparison.svelte';

type KeptComparison = ComparisonState & { readonly runIds: readonly string[] };

/** Shows a comparison as it was kept, in `shown` where it is of the same runs. Returns why it cannot, or an empty text. */
export function openComparison(state: unknown, shown: Comparison): string {
  const kept = comparisonIn(state);
  if (!kept) return 'This view holds no comparison.';
  keepComparison(kept);
  if (kept.runIds.join() === shown.runIds.join()) shown.restore(kept);
  else goTo({ view: 'compare', runIds: kept.runIds });
  return '';
}

/** Keeps a comparison, to be shown as it is the next time that its runs are compared. */
export function keepComparison(state: KeptComparison): void {
  remember('comparison', JSON.stringify(state));
}

/** What was last kept for just these runs; undefined where nothing was. */
export function readComparison(runIds: readonly string[]): ComparisonState | undefined {
  try {
    const kept = comparisonIn(JSON.parse(remembered('comparison') ?? 'null'));
    return kept?.runIds.join() === runIds.join() ? kept : undefined;
  } catch {
    return undefined;
  }
}

function comparisonIn(state: unknown): KeptComparison | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { runIds, metrics, groupBy, look }: Readonly<Record<string, unknown>> = { ...state };
  const grouping = keptGroupingSchema.safeParse(groupBy);
  if (!isTexts(runIds) || !isTexts(metrics) || !grouping.success) return undefined;
  return { runIds, metrics, groupBy: grouping.data, look: look as KeptComparison['look'] };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
