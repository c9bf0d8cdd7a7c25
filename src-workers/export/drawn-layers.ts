import { type Tensor, type Tensor3D, tensor3d } from '@tensorflow/tfjs-core';
import type { Layers } from '../models/layers';
import { seedsOfUse } from '../posterior/sampler';
import type { TrainedPosterior } from '../posterior/trained-posterior';

/** The network's layers as predictions see them, with the seeds of use. */
export function drawnLayers(posterior: TrainedPosterior, parameters: readonly Tensor[]): Layers {
  const { family, program, experiment } = posterior;
  const { samples } = experiment.training;
  const values = seedsOfUse(posterior, { first: 0, count: samples });
  const seeds: Tensor3D = tensor3d(values, [program.noiseTensors, samples, 2], 'int32');
  return family.drawLayers(parameters.slice(0, family.parameters.length), { seeds, samples, first: 0 });
}
