import { z } from 'zod';
import { headProblems } from './heads';
import type { NetworkChoice, NetworkShapes } from './network-choice';
import { count, dropout, headsField, layerCount, widthField } from './shared-settings';
import { denseWeights } from './tensors/dense';
import { type FeedForward, feedForwardSite, feedForwardWeights } from './tensors/feed-forward';
import { layerNormWeights } from './tensors/layer-norm';
import { crossAttentionWeights, selfAttentionWeights } from './tensors/multi-head-attention';
import type { WeightTensor } from './tensors/weight-tensor';

/** Encoder-decoder transformer for time series. */
const settings = z.strictObject({
  kind: z.literal('transformer'),
  /** Numbers per time step, a multiple of `heads` and of 2. */
  width: count.default(128),
  heads: count.default(4),
  encoderLayers: layerCount.default(3),
  decoderLayers: layerCount.default(3),
  /** Hidden units of each layer's dense part. */
  feedForward: count.default(256),
  dropout,
});

export type TransformerSettings = Readonly<z.output<typeof settings>>;

export const transformer: NetworkChoice<typeof settings> = {
  settings,
  title: 'Encoder-decoder transformer',
  help: 'For time series.',
  fields: {
    width: widthField,
    heads: headsField,
    encoderLayers: { label: 'Encoder layers', kind: 'whole', help: 'They read the history.' },
    decoderLayers: { label: 'Decoder layers', kind: 'whole', help: 'They forecast the steps ahead.' },
    feedForward: { label: 'Hidden units of a layer', kind: 'whole', help: 'Between its two dense parts.' },
  },
  fits: ['time-series'],
  firstFor: [],
  misfit:
    'transformer forecasts time series, which these data are not; use vit or cnn for pictures, swin for fields, mlp for tables.',
  takes: ({ inputShape, outputShape }) => inputShape.length === 2 && outputShape.length === 2,
  problems: (model) => [...headProblems(model), ...positionProblems(model)],
  sizeProblems: () => [],
  smallest: (_model, hasCalendar) => ({ inputShape: hasCalendar ? [2, 2] : [1, 1], outputShape: [1, 1] }),
  weights: (model, shapes) => {
    const { calendarFeatures } = forecastWindow(shapes);
    return [
      ...denseWeights('history_embedding', 1 + calendarFeatures, model.width),
      ...(calendarFeatures > 0 ? denseWeights('horizon_embedding', calendarFeatures, model.width) : []),
      ...encoderNames(model).flatMap((name) => encoderWeights(name, model)),
      ...layerNormWeights('encoder.norm', model.width),
      ...decoderNames(model).flatMap((name) => decoderWeights(name, model)),
      ...layerNormWeights('decoder.norm', model.width),
      ...denseWeights('head', model.width, shapes.outputShape[1]),
    ];
  },
  dropoutSites: (model) =>
    [...encoderNames(model), ...decoderNames(model)].map((name) =>
      feedForwardSite(denseOf(name), model.feedForward),
    ),
  describe: ({ encoderLayers, decoderLayers, width }) =>
    `Transformer ${encoderLayers} + ${decoderLayers} × ${width}`,
};

function positionProblems({ width }: TransformerSettings) {
  if (width % 2 === 0) return [];
  return [{ path: 'model.width', message: `Must be even, for the positions of steps; ${width} is not.` }];
}

/** What a forecast sees and gives. */
export interface ForecastWindow {
  /** Past steps, each with its value and its calendar features. */
  readonly historySteps: number;
  /** Steps to forecast. */
  readonly horizonSteps: number;
  /** Known of every step, those to forecast included; 0 where the data have no calendar. */
  readonly calendarFeatures: number;
}

/**
 * The window of a time series' items: with a calendar, inputs are [history + horizon, 1 + features], the value first;
 * without, [history, 1].
 */
export function forecastWindow({ inputShape: [steps, columns], outputShape }: NetworkShapes): ForecastWindow {
  const [horizonSteps] = outputShape;
  const calendarFeatures = columns - 1;
  return {
    historySteps: calendarFeatures === 0 ? steps : steps - horizonSteps,
    horizonSteps,
    calendarFeatures,
  };
}

export function encoderNames({ encoderLayers }: TransformerSettings): readonly string[] {
  return Array.from({ length: encoderLayers }, (_, layer) => `encoder.layers.${layer}`);
}

export function decoderNames({ decoderLayers }: TransformerSettings): readonly string[] {
  return Array.from({ length: decoderLayers }, (_, layer) => `decoder.layers.${layer}`);
}

/** The dense part of a layer. */
export function denseOf(name: string): FeedForward {
  return { first: `${name}.linear1`, second: `${name}.linear2` };
}

function encoderWeights(name: string, model: TransformerSettings): readonly WeightTensor[] {
  return [
    ...selfAttentionWeights(`${name}.self_attn`, model.width),
    ...feedForwardWeights(denseOf(name), model.width, model.feedForward),
    ...['norm1', 'norm2'].flatMap((norm) => layerNormWeights(`${name}.${norm}`, model.width)),
  ];
}

function decoderWeights(name: string, model: TransformerSettings): readonly WeightTensor[] {
  return [
    ...selfAttentionWeights(`${name}.self_attn`, model.width),
    ...crossAttentionWeights(`${name}.multihead_attn`, model.width),
    ...feedForwardWeights(denseOf(name), model.width, model.feedForward),
    ...['norm1', 'norm2', 'norm3'].flatMap((norm) => layerNormWeights(`${name}.${norm}`, model.width)),
  ];
}
