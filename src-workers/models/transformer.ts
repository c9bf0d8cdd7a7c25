import { add, expandDims, mul, slice, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';
import { denseWeights } from './dense';
import { feedForward, feedForwardSite, feedForwardWeights } from './feed-forward';
import { type ForecastWindow, historyOf, horizonOf } from './forecast-inputs';
import { layerNorm, layerNormWeights } from './layer-norm';
import type { Layers } from './layers';
import type { Model } from './model';
import {
  crossAttention,
  crossAttentionWeights,
  selfAttention,
  selfAttentionWeights,
} from './multi-head-attention';
import { sinCosPositions } from './sincos-positions';

export interface TransformerSettings {
  /** Numbers per time step, a multiple of `heads` and of 2. */
  readonly width: number;
  readonly heads: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  /** Hidden units of each layer's dense part. */
  readonly feedForward: number;
}

/**
 * An encoder-decoder transformer (Vaswani et al., arXiv 1706.03762: normalisation behind each part, ReLU) that
 * forecasts all steps of the horizon at once. The encoder reads the history; the decoder starts from the horizon's
 * calendar, where there is one: it is known ahead, so nothing is masked. Positions count on from the history into the
 * horizon. Layers carry PyTorch's names; `in_proj` is its in_proj_weight, `q_proj` and `kv_proj` are parts of another.
 */
export function transformer(window: ForecastWindow, settings: TransformerSettings): Model {
  const { width, encoderLayers, decoderLayers } = settings;
  const hasCalendar = window.calendarFeatures > 0;
  const encoder = Array.from({ length: encoderLayers }, (_, layer) => `encoder.layers.${layer}`);
  const decoder = Array.from({ length: decoderLayers }, (_, layer) => `decoder.layers.${layer}`);
  return {
    weights: [
      ...denseWeights('history_embedding', 1 + window.calendarFeatures, width),
      ...(hasCalendar ? denseWeights('horizon_embedding', window.calendarFeatures, width) : []),
      ...encoder.flatMap((name) => encoderWeights(name, settings)),
      ...layerNormWeights('encoder.norm', width),
      ...decoder.flatMap((name) => decoderWeights(name, settings)),
      ...layerNormWeights('decoder.norm', width),
      ...denseWeights('head', width, 1),
    ],
    dropoutSites: [...encoder, ...decoder].map((name) => feedForwardSite(linear(name), settings.feedForward)),
    forward: (inputs, layers) => {
      const memory = encoder.reduce(
        (x, name) => encode(layers, name, settings.heads, x),
        embed(layers, 'history_embedding', historyOf(inputs, window), 0),
      );
      const encoded = layerNorm(layers, 'encoder.norm', memory);
      const asked = hasCalendar
        ? embed(layers, 'horizon_embedding', horizonOf(inputs, window), window.historySteps)
        : add(positionsOf(window.historySteps, window.horizonSteps, width), zeroOfEach(inputs));
      const decoded = decoder.reduce((x, name) => decode(layers, name, settings.heads, x, encoded), asked);
      return layers.dense('head', layerNorm(layers, 'decoder.norm', decoded));
    },
  };
}

/**
 * @param steps [items, steps, features]
 * @param firstStep where the first of them lies in the window
 * @returns [samples or 1, items, steps, width]
 */
function embed(layers: Layers, name: string, steps: Tensor, firstStep: number): Tensor {
  const embedded = layers.dense(name, expandDims(steps, 0));
  const [count, width] = embedded.shape.slice(-2);
  return add(embedded, positionsOf(firstStep, count, width));
}

/**
 * [1, items, 1, 1]: repeats what it is added to for every item. Repeating by their number would put the number into
 * exported graphs.
 */
function zeroOfEach(inputs: Tensor): Tensor {
  const first = slice(inputs, [0, 0, 0], [inputs.shape[0], 1, 1]);
  return mul(expandDims(first, 0), 0);
}

/** [1, 1, steps, width] */
function positionsOf(firstStep: number, steps: number, width: number): Tensor {
  return tensor(sinCosPositions(firstStep, steps, width), [1, 1, steps, width]);
}

function linear(name: string) {
  return { first: `${name}.linear1`, second: `${name}.linear2` };
}

function encoderWeights(name: string, settings: TransformerSettings): readonly WeightTensor[] {
  const { width } = settings;
  return [
    ...selfAttentionWeights(`${name}.self_attn`, width),
    ...feedForwardWeights(linear(name), width, settings.feedForward),
    ...layerNormWeights(`${name}.norm1`, width),
    ...layerNormWeights(`${name}.norm2`, width),
  ];
}

function encode(layers: Layers, name: string, heads: number, x: Tensor): Tensor {
  const attended = add(x, selfAttention(layers, `${name}.self_attn`, heads, x));
  const first = layerNorm(layers, `${name}.norm1`, attended);
  return layerNorm(layers, `${name}.norm2`, add(first, feedForward(layers, linear(name), 'relu', first)));
}

function decoderWeights(name: string, settings: TransformerSettings): readonly WeightTensor[] {
  const { width } = settings;
  return [
    ...selfAttentionWeights(`${name}.self_attn`, width),
    ...crossAttentionWeights(`${name}.multihead_attn`, width),
    ...feedForwardWeights(linear(name), width, settings.feedForward),
    ...['norm1', 'norm2', 'norm3'].flatMap((norm) => layerNormWeights(`${name}.${norm}`, width)),
  ];
}

/** @param memory what the encoder made of the history */
function decode(layers: Layers, name: string, heads: number, x: Tensor, memory: Tensor): Tensor {
  const attended = add(x, selfAttention(layers, `${name}.self_attn`, heads, x));
  const first = layerNorm(layers, `${name}.norm1`, attended);
  const informed = add(first, crossAttention(layers, `${name}.multihead_attn`, heads, first, memory));
  const second = layerNorm(layers, `${name}.norm2`, informed);
  return layerNorm(layers, `${name}.norm3`, add(second, feedForward(layers, linear(name), 'relu', second)));
}
