import type { Histogram, LayerSummary } from '../../../src-shared/posterior/posterior-summary';

export type LayerAxes = Readonly<
  Partial<Record<'mean' | 'std' | 'signalToNoise', readonly [number, number]>>
>;

/** From the lowest to the highest value of any layer, of what layers have. */
export function commonAxes(layers: readonly LayerSummary[]): LayerAxes {
  const rangeOf = (pick: (layer: LayerSummary) => Histogram | undefined) => {
    const all = layers.flatMap((layer) => pick(layer) ?? []);
    const low = Math.min(...all.map((histogram) => histogram.low));
    const high = Math.max(...all.map((histogram) => histogram.high));
    return low < high ? ([low, high] as const) : undefined;
  };
  const [mean, std, signalToNoise] = [
    rangeOf((layer) => layer.mean),
    rangeOf((layer) => layer.std),
    rangeOf((layer) => layer.signalToNoise),
  ];
  return {
    ...(mean ? { mean } : {}),
    ...(std ? { std } : {}),
    ...(signalToNoise ? { signalToNoise } : {}),
  };
}

/**
 * Where the prior's density lies over a histogram, as points of a line: weights that a bar of the histogram's width would hold.
 * @param stds of Gaussian priors around zero, alike often
 */
export function priorLine(
  { counts, low, high }: Histogram,
  stds: readonly number[],
  [from, to]: readonly [number, number],
): readonly (readonly [number, number])[] {
  const weights = counts.reduce((sum, count) => sum + count, 0);
  const step = (high - low) / Math.max(1, counts.length);
  return Array.from({ length: 121 }, (_, place) => {
    const value = from + ((to - from) * place) / 120;
    const density = stds.reduce(
      (sum, std) => sum + Math.exp(-0.5 * (value / std) ** 2) / (std * Math.sqrt(2 * Math.PI)) / stds.length,
      0,
    );
    return [value, density * weights * step] as const;
  });
}
