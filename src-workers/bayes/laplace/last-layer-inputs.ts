import { reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Weights } from '../../models/layers';
import type { Model } from '../../models/model';
import { SampledLayers } from '../sampled-layers';

/** What a network's last layer is given, and what comes of it. */
export interface LastLayerPass {
  /** [items, features] */
  readonly features: Tensor2D;
  /** [items, outputs] */
  readonly outputs: Tensor2D;
}

/**
 * Runs a network and keeps what its last layer is given.
 * @param weights of one network, [1, ...shape] each
 * @param inputs [items, ...input shape]
 * @throws Error for a network whose last layer is not what its outputs are
 */
export function lastLayerPass(
  model: Pick<Model, 'forward'>,
  weights: Weights,
  lastLayer: string,
  inputs: Tensor,
): LastLayerPass {
  const items = inputs.shape[0];
  const layers = new WatchedLayers(weights, lastLayer);
  const outputs = model.forward(reshape(inputs, [1, ...inputs.shape]), layers);
  const { given } = layers;
  if (!given || given.size % items !== 0)
    throw new Error(`The network has no layer ${lastLayer} at its end.`);
  return {
    features: reshape(given, [items, given.size / items]),
    outputs: reshape(outputs, [items, outputs.size / items]),
  };
}

class WatchedLayers extends SampledLayers {
  given: Tensor | undefined;

  constructor(
    weights: Weights,
    readonly watched: string,
  ) {
    super(weights, 1);
  }

  override dense(name: string, x: Tensor): Tensor {
    if (name === this.watched) this.given = x;
    return super.dense(name, x);
  }
}
