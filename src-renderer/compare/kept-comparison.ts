import { remember, remembered } from '../core/memory';
import { goTo } from '../core/route';
import type { ComparisonState } from './comparison.svelte';

/** Opens a comparison as it was kept. Returns why it cannot, or an empty text. */
export function openComparison(state: unknown): string {
  const kept = comparisonIn(state);
  if (!kept) return 'This view holds no comparison.';
  remember('comparison', JSON.stringify(kept));
  goTo({ view: 'compare', runIds: kept.runIds });
  return '';
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

function comparisonIn(
  state: unknown,
): (ComparisonState & { readonly runIds: readonly string[] }) | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { runIds, metrics, groupBy }: Readonly<Record<string, unknown>> = { ...state };
  if (!isTexts(runIds) || !isTexts(metrics) || typeof groupBy !== 'string') return undefined;
  return { runIds, metrics, groupBy };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
