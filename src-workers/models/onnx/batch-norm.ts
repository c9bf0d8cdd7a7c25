import {
  add,
  mean,
  mul,
  reshape,
  rsqrt,
  square,
  stack,
  sub,
  type Tensor,
  tensor,
  unstack,
} from '@tensorflow/tfjs-core';
import { floatAttribute } from '../../../src-files/onnx/attributes';
import { BadInputError } from '../../../src-shared/errors';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { hasOwnOperationsOfCpus } from '../../engine/trace/own-operations';
import { momentsOfAll } from '../gathered';
import { asKnown, type Call, input, refusal } from './call';
import { parameter } from './norm-parameter';
import { asItLies, type Lying, type Value } from './value';

/** Of each channel, [samples or 1, channels]. */
interface Affine {
  readonly factor: Tensor;
  readonly shift: Tensor;
}

/** Of what one worker sees, or all of a batch that they share; [samples or 1, channels] each. */
interface Moments {
  readonly mean: Tensor;
  /** Biased. */
  readonly variance: Tensor;
  /** Numbers of a channel. */
  readonly count: number;
}

/** Of channels, [samples or 1, channels] each. */
interface Statistics {
  readonly mean: Tensor;
  /** 1 / standard deviation. */
  readonly inverseStd: Tensor;
}

/**
 * Normalises each channel over items and places (Ioffe and Szegedy, arXiv 1502.03167): with statistics of each sample's own batch
 * while they move in training, else with the running ones. Whether the file says that it trains does not count. Where workers share
 * a batch, it is the part of it that each has, or all of it (as torch.nn.SyncBatchNorm).
 */
export function batchNormalised(call: Call): Value {
  const lying = asItLies(input(call, 0));
  return normalised(lying, factorAndShift(call) ?? affineOf(call, ofBatch(call, lying)));
}

/** What a batch normalisation makes of each number, x * factor + shift; undefined while it looks at each batch's own numbers. */
export function factorAndShift(call: Call): Affine | undefined {
  const { layer, surroundings } = call;
  const { training, moving } = surroundings;
  const name = `${layer?.layer}.running_mean`;
  if (!moving.has(name)) return affineOf(call, ofFile(call));
  return training?.moves(name) ? undefined : affineOf(call, running(call));
}

/** a = scale / std, b = offset - mean * a */
function affineOf(call: Call, statistics: Statistics): Affine {
  const factor = mul(parameter(call, 1, 'weight'), statistics.inverseStd);
  return { factor, shift: sub(parameter(call, 2, 'bias'), mul(factor, statistics.mean)) };
}

function ofFile(call: Call): Statistics {
  const [middle, variance] = [3, 4].map((place) => asKnown(call, input(call, place)).values);
  const inverse = Float32Array.from(variance, (value) => 1 / Math.sqrt(value + epsilonOf(call)));
  const row = (values: ArrayLike<number>) => tensor(Float32Array.from(values), [1, values.length]);
  return { mean: row(middle), inverseStd: row(inverse) };
}

function running(call: Call): Statistics {
  const { layer, surroundings } = call;
  const [middle, variance] = ['running_mean', 'running_var'].map((variable) =>
    surroundings.layers.weight(`${layer?.layer}.${variable}`),
  );
  return { mean: middle, inverseStd: rsqrt(add(variance, epsilonOf(call))) };
}

function epsilonOf({ node }: Call): number {
  return floatAttribute(node, 'epsilon', 1e-5);
}

/**
 * What running variances take over is unbiased, as PyTorch has it; ONNX leaves it biased.
 * @throws BadInputError where a channel has one number, which its mean is: PyTorch refuses it, too
 */
function ofBatch(call: Call, lying: Lying): Statistics {
  const { layer, surroundings } = call;
  const { mean: middle, variance, count } = momentsOfBatch(call, lying);
  surroundings.training?.observe(`${layer?.layer}.running_mean`, middle);
  const unbiased = mul(variance, count / (count - 1));
  surroundings.training?.observe(`${layer?.layer}.running_var`, unbiased);
  return { mean: middle, inverseStd: rsqrt(add(variance, epsilonOf(call))) };
}

function momentsOfBatch({ node, surroundings }: Call, { x, placeOf }: Lying): Moments {
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 0 && axis !== placeOf(1));
  const row = [x.shape[0], x.shape[placeOf(1)]];
  const own = sizeOf(axes.map((axis) => x.shape[axis]));
  const parts = surroundings.training?.batchParts;
  const all = parts?.items.reduce((total, items) => total + items, 0) ?? surroundings.items;
  const count = (own / surroundings.items) * all;
  if (count < 2)
    throw refusal(
      node,
      `is left one item by a batch, which normalised by itself is always 0; take a training.batchSize by which ${parts ? 'it' : 'each device'} has two or more, in the last batch of an epoch too, or model.batchNorm frozen`,
    );
  if (parts && !hasOwnOperationsOfCpus())
    throw new BadInputError(
      'model.batchNorm: sync needs Parasample’s own operations, which are for CPU slots and were not compiled on this machine or not for this device; take batch, or the mode sp, each of whose devices sees whole batches (`parasample runtime` compiles them).',
    );
  const middle = mean(x, axes, true);
  const variance = mean(square(sub(x, middle)), axes, true);
  const moments = [middle, variance].map((one) => reshape(one, row));
  const [whole, varied] = parts ? unstack(momentsOfAll(stack(moments), parts)) : moments;
  return { mean: whole, variance: varied, count };
}

function normalised({ x, placeOf, alike }: Lying, { factor, shift }: Affine): Value {
  const along = (one: Tensor) => {
    const [samples, numbers] = one.shape as [number, number];
    const shape = x.shape.map((_, axis) => (axis === 0 ? samples : axis === placeOf(1) ? numbers : 1));
    return reshape(one, shape);
  };
  return alike(add(mul(x, along(factor)), along(shift)));
}
