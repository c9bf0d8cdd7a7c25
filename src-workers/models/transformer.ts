import { add, mul, slice, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { NetworkShapes } from '../../src-shared/experiment/networks/network-choice';
import {
  decoderNames,
  denseOf,
  encoderNames,
  forecastWindow,
  type TransformerSettings,
} from '../../src-shared/experiment/networks/transformer';
import { feedForward } from './feed-forward';
import { historyOf, horizonOf } from './forecast-inputs';
import { layerNorm } from './layer-norm';
import type { Layers } from './layers';
import type { Forward } from './model';
import { crossAttention, selfAttention } from './multi-head-attention';
import { sinCosPositions } from './sincos-positions';

/**
 * An encoder-decoder transformer (Vaswani et al., arXiv 1706.03762: normalisation behind each part, ReLU) that
 * forecasts all steps of the horizon at once. The encoder reads the history; the decoder starts from the horizon's
 * calendar, where there is one: it is known ahead, so nothing is masked. Positions count on from the history into the
 * horizon. Layers carry PyTorch's names; `in_proj` is its in_proj_weight, `q_proj` and `kv_proj` are parts of another.
 */
export function transformer(settings: TransformerSettings, shapes: NetworkShapes): Forward {
  const { width, heads } = settings;
  const window = forecastWindow(shapes);
  return (inputs, layers) => {
    const memory = encoderNames(settings).reduce(
      (x, name) => encode(layers, name, heads, x),
      embed(layers, 'history_embedding', historyOf(inputs, window), 0),
    );
    const encoded = layerNorm(layers, 'encoder.norm', memory);
    const asked =
      window.calendarFeatures > 0
        ? embed(layers, 'horizon_embedding', horizonOf(inputs, window), window.historySteps)
        : add(positionsOf(window.historySteps, window.horizonSteps, width), zeroOfEach(inputs));
    const decoded = decoderNames(settings).reduce(
      (x, name) => decode(layers, name, heads, x, encoded),
      asked,
    );
    return layers.dense('head', layerNorm(layers, 'decoder.norm', decoded));
  };
}

/**
 * @param steps [samples or 1, items, steps, features]
 * @param firstStep where the first of them lies in the window
 * @returns [samples or 1, items, steps, width]
 */
function embed(layers: Layers, name: string, steps: Tensor, firstStep: number): Tensor {
  const embedded = layers.dense(name, steps);
  const [count, width] = embedded.shape.slice(-2);
  return add(embedded, positionsOf(firstStep, count, width));
}

/**
 * [samples or 1, items, 1, 1]: repeats what it is added to for every item. Repeating by their number would put the number into
 * exported graphs.
 */
function zeroOfEach(inputs: Tensor): Tensor {
  const [samples, items] = inputs.shape;
  return mul(slice(inputs, [0, 0, 0, 0], [samples, items, 1, 1]), 0);
}

/** [1, 1, steps, width] */
function positionsOf(firstStep: number, steps: number, width: number): Tensor {
  return tensor(sinCosPositions(firstStep, steps, width), [1, 1, steps, width]);
}

function encode(layers: Layers, name: string, heads: number, x: Tensor): Tensor {
  const attended = add(x, selfAttention(layers, `${name}.self_attn`, heads, x));
  const first = layerNorm(layers, `${name}.norm1`, attended);
  return layerNorm(layers, `${name}.norm2`, add(first, feedForward(layers, denseOf(name), 'relu', first)));
}

/** @param memory what the encoder made of the history */
function decode(layers: Layers, name: string, heads: number, x: Tensor, memory: Tensor): Tensor {
  const attended = add(x, selfAttention(layers, `${name}.self_attn`, heads, x));
  const first = layerNorm(layers, `${name}.norm1`, attended);
  const informed = add(first, crossAttention(layers, `${name}.multihead_attn`, heads, first, memory));
  const second = layerNorm(layers, `${name}.norm2`, informed);
  return layerNorm(layers, `${name}.norm3`, add(second, feedForward(layers, denseOf(name), 'relu', second)));
}
