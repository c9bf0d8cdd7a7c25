import { slice, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Weights } from '../../models/layers';
import { initialWeights } from '../initial-weights';
import { priorPenalty } from '../prior-penalty';
import type { Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

/**
 * A deep ensemble (Lakshminarayanan et al., arXiv 1612.01474): a sample is a member with weights of its own, and a
 * worker holds only the members that are its samples. Members differ by where they start and by
 * the order of their batches; each is the mode of a posterior (MAP).
 * @param members global numbers of this worker's members
 */
export function ensembleFamily(
  weights: readonly WeightTensor[],
  members: { readonly first: number; readonly count: number },
  prior: Prior,
): PosteriorFamily {
  const drawnMembers = (parameters: readonly Tensor[], { first, samples }: DrawnSamples): Weights =>
    new Map(
      weights.map(({ name, shape }, index) => [name, takeMembers(parameters[index], first, samples, shape)]),
    );
  const membersOf = (count: number) => weights.map(({ name, shape }) => ({ name, shape: [count, ...shape] }));
  return {
    parameters: membersOf(members.count),
    membersOf,
    differs: () => true,
    dropped: [],
    noiseTensors: 0,
    initialValues: (runSeed) =>
      weights.map((weight, index) => initialMembers(weight, index, members, runSeed)),
    draw: (parameters, samples) => {
      const drawn = drawnMembers(parameters, samples);
      return {
        layers: new SampledLayers(drawn, samples.samples),
        divergence: () => priorPenalty(prior, weights, drawn),
      };
    },
    drawLayers: (parameters, samples) =>
      new SampledLayers(drawnMembers(parameters, samples), samples.samples),
  };
}

/** @returns [samples, ...shape], of a parameter [members, ...shape] */
export function takeMembers(
  parameter: Tensor,
  first: number,
  samples: number,
  shape: readonly number[],
): Tensor {
  if (samples === parameter.shape[0]) return parameter;
  return slice(parameter, [first, ...shape.map(() => 0)], [samples, ...shape]);
}

function initialMembers(
  weight: WeightTensor,
  tensor: number,
  members: { readonly first: number; readonly count: number },
  runSeed: number,
): Float32Array {
  const size = sizeOf(weight.shape);
  const all = new Float32Array(members.count * size);
  for (let member = 0; member < members.count; member += 1)
    all.set(initialWeights(weight, tensor, members.first + member, runSeed), member * size);
  return all;
}
