import {
  env,
  ones,
  setBackend,
  type Tensor,
  type Tensor3D,
  tensor,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { mul } from '@tensorflow/tfjs-core';
import { SampledLayers } from '../bayes/sampled-layers';
import { valuesOf } from '../engine/parameter-layout';
import type { Layers } from '../models/layers';
import { seedsOfUse } from '../posterior/sampler';
import type { TrainedPosterior } from '../posterior/trained-posterior';

interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Weight samples of a posterior as plain numbers: what a file holds instead of the posterior they were drawn from. */
export interface FrozenSamples {
  readonly samples: number;
  /** By weight tensor, [samples, ...shape], or [1, ...shape] where all samples share it. */
  readonly weights: ReadonlyMap<string, Values>;
  /** By dropout site, [samples, 1, units]; empty where nothing is dropped. */
  readonly masks: ReadonlyMap<string, Values>;
}

/** Draws the weight samples that predictions with this posterior use, in plain JavaScript. */
export function freezeSamples(posterior: TrainedPosterior): FrozenSamples {
  const { model, experiment } = posterior;
  const { samples } = experiment.training;
  env().set('IS_NODE', false);
  setBackend('cpu');
  const weights = new Map<string, Values>();
  const masks = new Map<string, Values>();
  tidy(() => {
    const layers = drawnLayers(posterior, parameterTensors(posterior));
    for (const { name } of model.weights) weights.set(name, numbersOf(layers.weight(name)));
    for (const { name, units } of model.dropoutSites) {
      const mask = layers.dropout(name, ones([1, 1, units]));
      // One set of ones for all samples: nothing is dropped.
      if (experiment.inference.method === 'mc-dropout') masks.set(name, numbersOf(mask));
    }
  });
  return { samples, weights, masks };
}

/** The network's layers as predictions see them, with the seeds of use. */
export function drawnLayers(posterior: TrainedPosterior, parameters: readonly Tensor[]): Layers {
  const { family, program, experiment } = posterior;
  const { samples } = experiment.training;
  const values = seedsOfUse(posterior, { first: 0, count: samples });
  const seeds: Tensor3D = tensor3d(values, [program.noiseTensors, samples, 2], 'int32');
  return family.drawLayers(parameters.slice(0, family.parameters.length), { seeds, samples, first: 0 });
}

/** The posterior's parameters as tensors of whatever backend runs now. */
export function parameterTensors({ layout, flat }: TrainedPosterior): Tensor[] {
  return layout.slots.map((slot) => tensor(valuesOf(slot, flat), [...slot.shape], 'float32'));
}

function numbersOf(values: Tensor): Values {
  return { shape: values.shape, data: values.dataSync<'float32'>().slice() };
}

/** Layers with frozen samples in them, as tensors of whatever backend runs now. */
export class FrozenLayers extends SampledLayers {
  constructor(readonly frozen: FrozenSamples) {
    const tensors = [...frozen.weights].map(([name, values]) => [name, tensorOf(values)] as const);
    super(new Map(tensors), frozen.samples);
  }

  override dropout(name: string, x: Tensor): Tensor {
    const mask = this.frozen.masks.get(name);
    if (!mask) return x;
    const [samples, , units] = mask.shape;
    return mul(x, tensorOf({ ...mask, shape: [samples, ...x.shape.slice(1, -1).map(() => 1), units] }));
  }
}

function tensorOf({ shape, data }: Values): Tensor {
  return tensor(data, [...shape], 'float32');
}
