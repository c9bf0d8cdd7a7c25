import { describe, expect, test } from 'vitest';
import {
  areSame,
  filterText,
  type ItemFilter,
  isWanted,
  isWantedValue,
} from '../../../../../src-renderer/runs/uncertainty/doubt/item-filter';
import { nearestDot } from '../../../../../src-renderer/runs/uncertainty/doubt/nearest-dot';

const item = { item: 7, label: 1, predicted: 0, confidence: 0.6, aleatoric: 0.3, epistemic: 0.1 };

describe('what a person chose of a picture', () => {
  test('is a dot, a bin with its upper end but not its lower, or a cell', () => {
    expect(isWanted({ kind: 'item', item: 7 }, item)).toBe(true);
    expect(isWanted({ kind: 'confidence', low: 0.4, high: 0.6 }, item)).toBe(true);
    expect(isWanted({ kind: 'confidence', low: 0.6, high: 0.8 }, item)).toBe(false);
    expect(isWanted({ kind: 'confidence', low: 0, high: 0.2 }, { ...item, confidence: 0 })).toBe(true);
    expect(isWanted({ kind: 'taken', label: 1, predicted: 0 }, item)).toBe(true);
    expect(isWanted({ kind: 'taken', label: 0, predicted: 1 }, item)).toBe(false);
  });

  test('is what refusing refuses: less sure than the last that is kept, which single precision does not part', () => {
    const refused = (doubt: number): ItemFilter => ({ kind: 'refused', doubt, items: 3 });
    expect(isWanted(refused(Math.fround(-Math.log(0.6))), item)).toBe(false);
    expect(isWanted(refused(-Math.log(0.61)), item)).toBe(true);
    const value = { item: 7, aleatoric: 3, epistemic: 4, error: 1 };
    expect(isWantedValue({ kind: 'refused', doubt: 5, items: 1 }, value)).toBe(false);
    expect(isWantedValue({ kind: 'refused', doubt: 4.9, items: 1 }, value)).toBe(true);
    expect(isWantedValue({ kind: 'item', item: 7 }, value)).toBe(true);
  });

  test('is told in words', () => {
    const classes = ['cat', 'dog'];
    expect(filterText({ kind: 'item', item: 7 }, classes)).toBe('Test item 7');
    expect(filterText({ kind: 'confidence', low: 0.6, high: 1 }, classes)).toBe(
      'Test items with a confidence from 60\u00a0% to 100\u00a0%',
    );
    expect(filterText({ kind: 'confidence', low: 0, high: 0.2 }, classes)).toBe(
      'Test items with a confidence up to 20\u00a0%',
    );
    expect(filterText({ kind: 'taken', label: 1, predicted: 0 }, classes)).toBe(
      'Test items of dog taken for cat',
    );
    expect(filterText({ kind: 'taken', label: 1, predicted: 1 }, classes)).toBe(
      'Test items of dog named right',
    );
  });

  test('is the same when it is chosen twice', () => {
    const bin: ItemFilter = { kind: 'confidence', low: 0.6, high: 0.8 };
    expect([areSame(bin, { ...bin }), areSame(undefined, bin), areSame({ ...bin, low: 0.5 }, bin)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a click among dots', () => {
  const dots = [
    { item: 3, aleatoric: 0, epistemic: 0 },
    { item: 5, aleatoric: 1, epistemic: 1 },
  ];
  test('finds the nearest, and none where none is near', () => {
    expect(nearestDot(dots, 0.9, 1, 0.2)).toBe(5);
    expect(nearestDot(dots, 0.1, 0, 0.2)).toBe(3);
    expect(nearestDot(dots, 0.5, 0.5, 0.2)).toBeUndefined();
  });
});
