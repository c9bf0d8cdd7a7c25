import type { ListedItem } from '../../../../src-shared/assessment/evaluation-report';
import type { ValueDoubt } from '../../../../src-shared/assessment/prediction-report';
import { formatShare } from '../share';
import { className } from './doubted-item';

/** Which test items of values a person wants to see. */
export type ValueFilter =
  | { readonly kind: 'item'; readonly item: number }
  /** What refusing refuses: above a doubt, as a curve of kept shares tells it. `items`: how many those are of all. */
  | { readonly kind: 'refused'; readonly doubt: number; readonly items: number };

/** Which test items a person wants to see. */
export type ItemFilter =
  | ValueFilter
  /** Confidence in (low, high], of low 0 also 0. */
  | { readonly kind: 'confidence'; readonly low: number; readonly high: number }
  | { readonly kind: 'taken'; readonly label: number; readonly predicted: number };

export function isWanted(filter: ItemFilter, { item, label, predicted, confidence }: ListedItem): boolean {
  switch (filter.kind) {
    case 'item':
      return item === filter.item;
    case 'confidence':
      return confidence <= filter.high && (confidence > filter.low || filter.low === 0);
    case 'taken':
      return label === filter.label && predicted === filter.predicted;
    case 'refused':
      return isAbove(-Math.log(confidence), filter.doubt);
  }
}

export function isWantedValue(filter: ValueFilter, { item, aleatoric, epistemic }: ValueDoubt): boolean {
  return filter.kind === 'item'
    ? item === filter.item
    : isAbove(Math.hypot(aleatoric, epistemic), filter.doubt);
}

/** Beyond what single precision leaves apart of the same doubt. */
function isAbove(doubt: number, least: number): boolean {
  return doubt > least + 1e-6 * Math.max(1e-3, Math.abs(least));
}

/** As a heading. */
export function filterText(filter: ItemFilter, classes: readonly string[]): string {
  switch (filter.kind) {
    case 'item':
      return `Test item ${filter.item}`;
    case 'refused':
      return 'Test items that are refused';
    case 'confidence':
      return `Test items with a confidence ${filter.low === 0 ? 'up' : `from ${formatShare(filter.low)}`} to ${formatShare(filter.high)}`;
    case 'taken': {
      const [truth, taken] = [filter.label, filter.predicted].map((label) => className(label, classes));
      return truth === taken
        ? `Test items of ${truth} named right`
        : `Test items of ${truth} taken for ${taken}`;
    }
  }
}

export function areSame(a: ItemFilter | undefined, b: ItemFilter): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
