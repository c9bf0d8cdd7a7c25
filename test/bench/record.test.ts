import { describe, expect, test } from 'vitest';
import { heldAgainst, processorHere, withRatios } from '../../bench/step-time/record';

const recorded = {
  'Fast Machine, 8 threads': { mlp: 2.5, cnn: 4 },
  'Slow Machine, 2 threads': { mlp: 1.5, cnn: 3 },
};

describe('measured ratios are held against those of the same processor alone', () => {
  test('one that fell by more than a fifth is told', () => {
    expect(heldAgainst({ mlp: 1.99, cnn: 3.3 }, 'Fast Machine, 8 threads', recorded)).toEqual({
      fallen: ['mlp: torch_blue / ours fell from 2.50 to 1.99.'],
      notes: [],
    });
  });

  test('the same ratios are no fall on a processor that was always slower', () => {
    expect(heldAgainst({ mlp: 1.99, cnn: 3.3 }, 'Slow Machine, 2 threads', recorded)).toEqual({
      fallen: [],
      notes: [],
    });
  });

  test('a workload that was not recorded there cannot fall', () => {
    expect(heldAgainst({ vit: 0.1 }, 'Slow Machine, 2 threads', recorded).fallen).toEqual([]);
  });

  test('on a processor without a record the others are printed, of the workloads that were measured', () => {
    const { fallen, notes } = heldAgainst({ mlp: 0.1 }, 'New Machine, 4 threads', recorded);
    expect(fallen).toEqual([]);
    expect(notes).toEqual([
      expect.stringContaining('No ratios are recorded for New Machine, 4 threads'),
      'Fast Machine, 8 threads: mlp 2.50',
      'Slow Machine, 2 threads: mlp 1.50',
    ]);
  });
});

test('recording keeps other processors, and the other workloads of this one', () => {
  expect(withRatios(recorded, 'Slow Machine, 2 threads', { mlp: 1.2345 })).toEqual({
    ...recorded,
    'Slow Machine, 2 threads': { mlp: 1.23, cnn: 3 },
  });
  expect(withRatios(recorded, 'New Machine, 4 threads', { mlp: 2 })).toMatchObject({
    'New Machine, 4 threads': { mlp: 2 },
  });
});

test('a processor is named with the threads that steps run on', () => {
  expect(processorHere(3)).toMatch(/\S, 3 threads$/);
});
