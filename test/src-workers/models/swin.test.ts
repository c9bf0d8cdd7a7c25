import { describe, expect, test } from 'vitest';
import { BadInputError } from '../../../src-shared/errors';
import type { SwinSettings } from '../../../src-shared/experiment/networks/swin';
import { networkFor } from '../../../src-workers/models/build-model';
import { relativeDistance } from '../relative-distance';
import { countsOf } from './counts';
import { finiteDifferenceRatio, modelProbe, resultOf, slopeInGraph, slopeInJavascript } from './probe';

type Sizes = Omit<SwinSettings, 'kind' | 'dropout'>;

function swin(inputShape: readonly number[], sizes: Sizes, channels: number) {
  const [rows, columns] = inputShape;
  return networkFor(
    { kind: 'swin', dropout: 0, ...sizes },
    { inputShape, outputShape: [rows, columns, channels] },
  );
}

/** Bayesian weights of a block of this width: qkv and projection, two dense layers of four times the width. */
function blockWeights(width: number): number {
  return 4 * width ** 2 + 4 * width + (8 * width ** 2 + 5 * width);
}

test('Sized by configuration, it exceeds 200 million weights', () => {
  const settings = { patchSize: 4, width: 160, depths: [2, 2, 18, 2], headWidth: 32, window: 7 };
  const widths = [160, 320, 640, 1280];
  const down = widths.reduce((sum, width, stage) => sum + settings.depths[stage] * blockWeights(width), 0);
  const up = widths
    .slice(0, 3)
    .reduce((sum, width, stage) => sum + settings.depths[stage] * blockWeights(width), 0);
  // Merging 4w x 2w, expanding 2w x 4w, joining w x w + w and w x w.
  const between = widths.slice(0, 3).reduce((sum, width) => sum + 18 * width ** 2 + width, 0);
  const ends = 16 * 5 * 160 + 160 + (160 * 16 * 2 + 32);
  const { bayesian } = countsOf(swin([721, 1440, 5], settings, 2));
  expect(bayesian).toBe(down + up + between + ends);
  expect(bayesian).toBeGreaterThan(200e6);
});

describe.each([
  ['a grid that patches and windows tile', [8, 8, 2] as const],
  ['a grid that must be padded', [7, 5, 2] as const],
])('a small Swin transformer on %s', (_case, shape) => {
  const settings = { patchSize: 1, width: 4, depths: [2, 1], headWidth: 2, window: 2 };
  const model = swin(shape, settings, 3);
  const probe = modelProbe(model, [2, ...shape], 2);

  test('gives fields of the same grid for each sample and item', () => {
    expect(resultOf(probe).shape).toEqual([2, 2, shape[0], shape[1], 3]);
  });

  test.each([0, 1])('has the gradient that finite differences show along direction %i', (direction) => {
    expect(finiteDifferenceRatio(probe, direction, 1e-3)).toBeCloseTo(1, 2);
  });

  test('is the same as a graph: value and gradient', () => {
    const [graph, javascript] = [slopeInGraph(probe), slopeInJavascript(probe)];
    expect(graph.value / javascript.value).toBeCloseTo(1, 4);
    expect(relativeDistance(graph.gradient, javascript.gradient)).toBeLessThan(1e-5);
  });
});

describe('what reaches where', () => {
  /** Cells whose prediction changes when the first cell of the field does. */
  function touched(depths: number[], grid: number): readonly number[] {
    const settings = { patchSize: 1, width: 4, depths, headWidth: 2, window: 2 };
    const probe = modelProbe(swin([grid, grid, 1], settings, 1), [1, grid, grid, 1], 1);
    const [field, ...weights] = [...probe.of].reverse();
    const other = { ...field, values: field.values.slice() };
    other.values[0] += 1;
    const before = resultOf(probe).values;
    const after = resultOf({ ...probe, of: [...weights.reverse(), other] }).values;
    return [...before.keys()].filter((cell) => before[cell] !== after[cell]);
  }

  test('one block connects the cells of a window', () => {
    expect(touched([1], 4)).toEqual([0, 1, 4, 5]);
  });

  test('a shifted block connects neighbouring windows, but not opposite edges', () => {
    // Shifted windows: rows and columns 1-2 together; the first row and column are rolled in and see only their own.
    expect(touched([2], 4)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
  });
});

test('More stages than the grid can be halved are refused', () => {
  const settings = { patchSize: 4, width: 32, depths: [2, 2, 2], headWidth: 32, window: 7 };
  const build = () => swin([33, 12, 1], settings, 1);
  expect(build).toThrow(BadInputError);
  expect(build).toThrow(
    'model.depths: 3 stages of patches of 4 x 4 cells need a grid of at least 16 x 16, but the fields have 33 x 12 cells; use fewer stages or a smaller model.patchSize.',
  );
});
