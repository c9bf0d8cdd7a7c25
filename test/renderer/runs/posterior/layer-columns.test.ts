import { describe, expect, test } from 'vitest';
import { commonAxes, priorLine } from '../../../../src-renderer/runs/posterior/common-axes';
import { sortedLayers } from '../../../../src-renderer/runs/posterior/layer-columns';
import type { LayerSummary } from '../../../../src-shared/posterior/posterior-summary';

const histogram = (low: number, high: number, average = 0) => ({
  low,
  high,
  counts: [1, 3],
  average,
  notFinite: 0,
});
const layer = (name: string, kl: number | undefined, signal: number): LayerSummary => ({
  name,
  weights: 4,
  mean: histogram(-signal, signal),
  signalToNoise: histogram(-1, 1, signal),
  ...(kl === undefined ? {} : { kl }),
});
const layers = [layer('first', 2, 1), layer('second', undefined, 3), layer('third', 9, 2)];
const names = (sorted: readonly LayerSummary[]) => sorted.map(({ name }) => name);

describe('the table of layers', () => {
  test('stands in the network’s order, or by a number, what has none last either way', () => {
    expect(names(sortedLayers(layers, 'layer', false))).toEqual(['first', 'second', 'third']);
    expect(names(sortedLayers(layers, 'layer', true))).toEqual(['third', 'second', 'first']);
    expect(names(sortedLayers(layers, 'kl', true))).toEqual(['third', 'first', 'second']);
    expect(names(sortedLayers(layers, 'kl', false))).toEqual(['first', 'third', 'second']);
    expect(names(sortedLayers(layers, 'signal', true))).toEqual(['second', 'third', 'first']);
  });
});

describe('histograms of layers', () => {
  test('have axes in common from the lowest to the highest of all, of what there is', () => {
    expect(commonAxes(layers)).toEqual({ mean: [-3, 3], signalToNoise: [-1, 1] });
  });

  test('have the prior over them, as many weights as they hold', () => {
    const line = priorLine(histogram(-8, 8), [1], [-8, 8]);
    // By the trapezoid rule, in bars of 8: all four weights lie below the line.
    const area = line.slice(1).reduce((sum, [x, y], at) => {
      const [before, last] = line[at] ?? [0, 0];
      return sum + ((x - before) * (y + last)) / 2;
    }, 0);
    expect(area / 8).toBeCloseTo(4, 6);
    expect(line.find(([x]) => Math.abs(x) < 1e-9)?.[1]).toBeCloseTo((4 * 8) / Math.sqrt(2 * Math.PI), 6);
  });
});
