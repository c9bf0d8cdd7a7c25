import type { LayerSummary } from '../../../src-shared/posterior/posterior-summary';

export type LayerColumn = 'layer' | 'weights' | 'kl' | 'klPerWeight' | 'signal' | 'std' | 'prior';

interface Column {
  readonly key: LayerColumn;
  readonly label: string;
  readonly help: string;
  /** Undefined where a layer has none. */
  of(layer: LayerSummary): string | number | undefined;
}

export const layerColumns: readonly Column[] = [
  { key: 'layer', label: 'Layer', help: 'In the network’s order', of: ({ name }) => name },
  { key: 'weights', label: 'Weights', help: 'Weights and biases', of: ({ weights }) => weights },
  { key: 'kl', label: 'KL, nats', help: 'Divergence from the prior, all its weights', of: ({ kl }) => kl },
  {
    key: 'klPerWeight',
    label: 'KL per weight',
    help: 'What the data said of a weight, on average',
    of: ({ kl, weights }) => (kl === undefined ? undefined : kl / weights),
  },
  {
    key: 'signal',
    label: 'Signal to noise',
    help: '|mean| / standard deviation, the geometric mean over its weights; below 1 the sign of most is not known',
    of: ({ signalToNoise }) => (signalToNoise ? 10 ** signalToNoise.average : undefined),
  },
  {
    key: 'std',
    label: 'Standard deviation',
    help: 'The mean over its weights',
    of: ({ std }) => std?.average,
  },
  {
    key: 'prior',
    label: 'Prior’s',
    help: 'The prior’s standard deviation, the first where its tensors have several',
    of: ({ priorStds }) => priorStds?.[0],
  },
];

/** What is not known comes last, whichever way. */
export function sortedLayers(
  layers: readonly LayerSummary[],
  by: LayerColumn,
  isFalling: boolean,
): readonly LayerSummary[] {
  const sign = isFalling ? -1 : 1;
  if (by === 'layer') return isFalling ? [...layers].reverse() : layers;
  const numberIn = (layer: LayerSummary) => Number(layerColumns.find(({ key }) => key === by)?.of(layer));
  return [...layers].sort((a, b) => {
    const [first, second] = [numberIn(a), numberIn(b)];
    if (Number.isNaN(first) || Number.isNaN(second))
      return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
    return sign * (first - second);
  });
}
