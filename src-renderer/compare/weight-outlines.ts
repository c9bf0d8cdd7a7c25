import type { Histogram, LayerSummary, PosteriorSummary } from '../../src-shared/posterior/posterior-summary';

/** What of a layer's weights both runs tell. */
export const weightMeasures = {
  mean: 'Means',
  std: 'Standard deviations',
  signalToNoise: 'Signal to noise, log₁₀(|mean| / std)',
} as const;
export type WeightMeasure = keyof typeof weightMeasures;

/** Names of the layers that both runs have, in the order of the first. */
export function sharedLayers(first: PosteriorSummary, second: PosteriorSummary): readonly string[] {
  const names = new Set(second.layers.map(({ name }) => name));
  return first.layers.flatMap(({ name }) => (names.has(name) ? [name] : []));
}

/** Histograms on the same axes: shares of the weights by the width of a bar, so that layers of other sizes and bars compare. */
export interface Outlines {
  readonly range: readonly [number, number];
  /** The highest of both. */
  readonly most: number;
  /** Corners of each outline, from left to right. */
  readonly corners: readonly (readonly (readonly [number, number])[])[];
}

/** Undefined where one of them does not tell it, as of weights that are single numbers. */
export function outlinesOf(layers: readonly LayerSummary[], measure: WeightMeasure): Outlines | undefined {
  const histograms = layers.flatMap((layer) => layer[measure] ?? []);
  if (histograms.length < layers.length) return undefined;
  const corners = histograms.map(cornersOf);
  return {
    range: [Math.min(...histograms.map(({ low }) => low)), Math.max(...histograms.map(({ high }) => high))],
    most: Math.max(...corners.flat().map(([, height]) => height)),
    corners,
  };
}

function cornersOf({ low, high, counts }: Histogram): readonly (readonly [number, number])[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const step = (high - low) / Math.max(1, counts.length);
  // Weights that are all alike are one bar without a width.
  const heightOf = (count: number) => (all > 0 && step > 0 ? count / all / step : 0);
  return [
    [low, 0],
    ...counts.flatMap((count, bin) => [
      [low + bin * step, heightOf(count)] as const,
      [low + (bin + 1) * step, heightOf(count)] as const,
    ]),
    [high, 0],
  ];
}
