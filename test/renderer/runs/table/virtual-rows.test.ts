import { expect, it } from 'vitest';
import { rowsInSight, slotsFor } from '../../../../src-renderer/runs/table/virtual-rows';

it('draws what is in sight and eight rows to both sides, however many there are', () => {
  expect(rowsInSight(4000, 400, 40, 10_000)).toEqual({ first: 92, end: 118 });
});

it('never goes past either end', () => {
  expect(rowsInSight(0, 400, 40, 5)).toEqual({ first: 0, end: 5 });
  expect(rowsInSight(9000, 400, 40, 3)).toEqual({ first: 3, end: 3 });
});

it('no two rows that are drawn at once share a slot, wherever the box is scrolled', () => {
  for (const boxHeight of [320, 599.5, 850]) {
    const slots = slotsFor(boxHeight);
    for (let scrollTop = 0; scrollTop < 900; scrollTop += 7) {
      const { first, end } = rowsInSight(scrollTop, boxHeight, 40, 10_000);
      expect(end - first).toBeLessThanOrEqual(slots);
    }
  }
});
