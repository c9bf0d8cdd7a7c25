import { toTorchOrder } from '../../src-main/torch-blue/reorder';
import { toStateDict } from '../../src-main/torch-blue/state-dict';
import {
  type ImageShape,
  torchModel,
  type WeightMapping,
  weightMappings,
} from '../../src-main/torch-blue/weight-mapping';
import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import type { Prior } from '../../src-shared/experiment/priors';
import { torchBlueScale } from '../../src-shared/experiment/priors/rescaled-gaussian';
import { encodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import type { Classification } from '../../src-workers/data/run-data';
import { noiseSeeds } from '../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';

/** A network, data, parameters and noise that both Parasample and torch_blue can be given. */
export interface ParityCase {
  readonly name: string;
  readonly experiment: Experiment;
  /** Odd and unequal sizes, so that no mistaken axis goes unseen. */
  readonly imageShape: ImageShape;
  readonly classes: number;
  readonly labels: Int32Array;
  readonly trainItems: number;
  /** The first one is the experiment's. */
  readonly priors: readonly Prior[];
}

const seed = 7;

function parityCase(
  name: string,
  model: unknown,
  imageShape: ImageShape,
  priors: readonly Prior[],
): ParityCase {
  const experiment = experimentSchema.parse({
    seed,
    data: { dataset: 'digits' },
    model,
    inference: { prior: priors[0], heat: 0.1 },
    training: { samples: 3, batchSize: 4 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return {
    name,
    experiment,
    imageShape,
    classes: 3,
    labels: Int32Array.of(2, 0, 1, 2),
    trainItems: 50,
    priors,
  };
}

export const parityCases: readonly ParityCase[] = [
  parityCase(
    'mlp',
    { kind: 'mlp', hidden: [5, 4], activation: 'gelu' },
    [3, 2, 2],
    [
      { kind: 'gaussian', std: 0.5 },
      { kind: 'rescaled-gaussian', scale: torchBlueScale },
      { kind: 'uniform' },
      { kind: 'student-t', degreesOfFreedom: 3, scale: 0.4 },
      { kind: 'quiet', stdRatio: 0.7, meanStd: 0.6 },
    ],
  ),
  parityCase(
    'cnn',
    { kind: 'cnn', channels: [2, 3], hidden: [4], activation: 'relu' },
    [9, 5, 2],
    [{ kind: 'gaussian', std: 1 }],
  ),
];

export function mappingsOf({ experiment, imageShape, classes }: ParityCase): readonly WeightMapping[] {
  return weightMappings(experiment.model, imageShape, classes);
}

/** Means and log standard deviations of every weight tensor; neither is constant. */
export function posteriorOf(parity: ParityCase): Tensor[] {
  return mappingsOf(parity).flatMap(({ layer, variable, shape }, index) => {
    const name = `${layer}.${variable}`;
    return [
      { name: `${name}.mean`, shape, data: normals(shape, index, 100).map((value) => 0.4 * value) },
      { name: `${name}.log_std`, shape, data: normals(shape, index, 200).map((value) => 0.3 * value - 1.5) },
    ];
  });
}

/** [items, height, width, channels] */
export function imagesOf({ imageShape, labels }: ParityCase): Float32Array {
  return normals([labels.length, ...imageShape], 0, 300);
}

export function seedsOf(parity: ParityCase): Int32Array {
  const count = parity.experiment.training.samples;
  return noiseSeeds(seed, 'training', 1, mappingsOf(parity).length, { first: 0, count });
}

/** The numbers that our engines draw for each weight tensor, as torch_blue's shapes want them, samples in front. */
function noiseOf(parity: ParityCase): Tensor[] {
  const seeds = seedsOf(parity);
  const { samples } = parity.experiment.training;
  return mappingsOf(parity).map((mapping, index) => {
    const size = sizeOf(mapping.shape);
    const data = new Float32Array(samples * size);
    for (let sample = 0; sample < samples; sample += 1) {
      const values = new Float32Array(size);
      const at = 2 * (index * samples + sample);
      fillStatelessNormal(seeds[at], seeds[at + 1], values);
      data.set(toTorchOrder(values, mapping), sample * size);
    }
    const name = `noise/${mapping.layer}.${mapping.variable}`;
    return { name, shape: [samples, ...mapping.torchShape], data };
  });
}

/** The file that the Python scripts here read; `more` tensors are for those that want them. */
export function encodeCase(parity: ParityCase, more: readonly Tensor[] = []): Uint8Array {
  const { imageShape, labels, classes, experiment } = parity;
  const { inference } = experiment;
  const model = torchModel(experiment.model);
  if (model.kind === 'vit') throw new Error('The cases are of layered networks.');
  const [height, width, channels] = imageShape;
  const mappings = mappingsOf(parity);
  const firstDense = mappings.find(({ layer }) => layer === 'layers.0');
  const view = [labels.length, ...imageShape];
  const images = toTorchOrder(imagesOf(parity), { view, order: [0, 3, 1, 2] });
  const state = toStateDict(posteriorOf(parity), mappings);
  const tensors = [
    ...state.map((tensor) => ({ ...tensor, name: `state/${tensor.name}` })),
    ...noiseOf(parity),
    { name: 'images', shape: [labels.length, channels, height, width], data: images },
    { name: 'labels', shape: [labels.length], data: Float32Array.from(labels) },
    ...more,
  ];
  const facts = {
    channels: [channels, ...(model.kind === 'cnn' ? model.channels : [])],
    sizes: [firstDense?.shape[0], ...model.hidden, classes],
    activation: model.activation,
    trainItems: parity.trainItems,
    heat: inference.heat,
    priors: parity.priors,
  };
  return encodeSafetensors(tensors, { case: JSON.stringify(facts) });
}

function normals(shape: readonly number[], index: number, stream: number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  fillStatelessNormal(index, stream, values);
  return values;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The classification that the case's pictures are for. */
export function taskOf({ imageShape, classes }: ParityCase): Classification {
  const classNames = Array.from({ length: classes }, (_, index) => `class "${index}"`);
  return { kind: 'classification', inputShape: imageShape, classNames };
}
