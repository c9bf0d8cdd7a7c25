import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stepsOf } from '../../../src-shared/devices/workload';

/** Items of each step of an epoch, as PyTorch's DataLoader has them (test/parity/record_step_counts.py). */
const { epochs } = z
  .object({
    epochs: z.array(
      z.object({ items: z.int(), batchSize: z.int(), keep: z.array(z.int()), drop: z.array(z.int()) }),
    ),
  })
  .parse(JSON.parse(readFileSync('test/parity/fixtures/step-counts.json', 'utf8')));

function stepSizes(batchSize: number, lastBatch: 'keep' | 'drop', items: number): number[] {
  const { batchItems, lastItems, stepsPerEpoch } = stepsOf(
    { batchSize, lastBatch, epochs: 1, leastSteps: 0 },
    items,
  );
  return [...Array<number>(stepsPerEpoch - 1).fill(batchItems), lastItems];
}

describe.each(epochs)(
  'an epoch of $items items in batches of $batchSize',
  ({ items, batchSize, keep, drop }) => {
    test('has the steps of a DataLoader, and each item once', () => {
      expect(stepSizes(batchSize, 'keep', items)).toEqual(keep);
    });

    // Where PyTorch's loop has no step at all there is one of all items.
    test('has those of one with drop_last where the last batch is dropped', () => {
      expect(stepSizes(batchSize, 'drop', items)).toEqual(drop.length > 0 ? drop : [items]);
    });
  },
);

describe('the epochs of a run', () => {
  const settings = { batchSize: 64, lastBatch: 'keep', epochs: 2, leastSteps: 0 } as const;

  test('are as many as lead to the least steps, smaller ones counted', () => {
    // 127 items: two steps an epoch.
    expect(stepsOf({ ...settings, leastSteps: 7 }, 127)).toMatchObject({ epochs: 4, totalSteps: 8 });
    expect(stepsOf({ ...settings, leastSteps: 7, lastBatch: 'drop' }, 127)).toMatchObject({
      epochs: 7,
      totalSteps: 7,
    });
  });

  test('end in their midst where a number of steps is set', () => {
    expect(stepsOf({ ...settings, steps: 3 }, 127)).toMatchObject({ stepsPerEpoch: 2, totalSteps: 3 });
  });
});
