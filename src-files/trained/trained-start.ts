import { BadInputError } from '../../src-shared/errors';
import { layerOf, selectedBy } from '../../src-shared/experiment/bayesian-layers';
import type { WeightStart, WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { factoredWeights } from '../../src-shared/rank-one';
import { permuted } from '../onnx/permuted';
import type { TrainedWeights } from './open-weights';

export interface StartMatch {
  /** The network's, each with where it starts; those that begin afresh without. */
  readonly weights: readonly WeightTensor[];
  /** What does not fit, a line for each tensor. */
  readonly misfits: readonly string[];
  /** Networks that the file has the weights of: those of an ensemble are several. */
  readonly networks: number;
}

/**
 * Weights of a network matched with trained ones by name and shape. A run's posterior gives means, and deviations where it
 * has them; of several networks each member begins at its own. Kernels of a state_dict lie as in PyTorch: outputs first.
 * @param fresh patterns of layers that begin afresh
 */
export function matchTrained(
  weights: readonly WeightTensor[],
  trained: TrainedWeights,
  fresh: readonly string[],
): StartMatch {
  const isFresh = fresh.length === 0 ? () => false : selectedBy(fresh, weights);
  const misfits: string[] = [];
  const matched = weights.map((weight): WeightTensor => {
    const { start: _before, ...untrained } = weight;
    if (isFresh(layerOf(weight.name))) return untrained;
    const found =
      trained.runId === undefined ? fromStateDict(weight, trained) : fromPosterior(weight, trained);
    if (typeof found !== 'string') return { ...weight, start: found };
    // Running statistics may have been constants when the others were trained.
    if (weight.moving && !trained.tensors.has(weight.name)) return weight;
    misfits.push(found);
    return weight;
  });
  return { weights: matched, misfits, networks: networksIn(weights, trained) };
}

function networksIn(weights: readonly WeightTensor[], { tensors }: TrainedWeights): number {
  const counts = weights.map(({ name, shape }) => {
    const found = tensors.get(name)?.shape ?? shape;
    return found.length > shape.length ? found[0] : 1;
  });
  return Math.max(1, ...counts);
}

/** At most so many lines of what does not fit are told. */
const mostTold = 6;

/** @throws BadInputError with a table of what does not fit */
export function refuseMisfits(
  { misfits }: StartMatch,
  { path, tensors }: TrainedWeights,
  setting: string,
): void {
  if (misfits.length === 0) return;
  const told = misfits.slice(0, mostTold).join('; ');
  const more = misfits.length > mostTold ? `; and ${misfits.length - mostTold} more` : '';
  const names = [...tensors.keys()];
  const there = names.slice(0, mostTold).join(', ') + (names.length > mostTold ? ', …' : '');
  throw new BadInputError(
    `${setting}: ${path} does not fit this network: ${told}${more}. It has ${there}. Layers that are to begin afresh are named in start.fresh.`,
  );
}

type Found = WeightStart | string;

function fromPosterior({ name, shape }: WeightTensor, { tensors }: TrainedWeights): Found {
  const means = tensors.get(`${name}.mean`) ?? tensors.get(name);
  if (!means) return missing(name, shape);
  if (!endsWith(means.shape, shape) || means.shape.length > shape.length + 1)
    return other(name, means.shape, shape);
  const size = sizeOf(shape);
  const members = size === 0 ? 1 : means.data.length / size;
  const factored = factoredWeights({ name, shape, data: means.data }, (part) => tensors.get(part)?.data);
  if (factored) return { numbers: () => factored.mean.slice() };
  const numbers = (sample: number) => {
    const from = (sample % members) * size;
    return means.data.slice(from, from + size);
  };
  const logStds = tensors.get(`${name}.log_std`);
  return { numbers, ...(logStds ? { logStds: () => logStds.data.slice() } : {}) };
}

function fromStateDict(weight: WeightTensor, { tensors }: TrainedWeights): Found {
  const { name, shape } = weight;
  const found = tensors.get(name);
  const order = orderOf(weight);
  const theirs = theirShape(shape, order);
  if (!found) return missing(name, theirs);
  if (!isSame(found.shape, theirs)) return other(name, found.shape, theirs);
  return { numbers: () => permuted(found.data, theirs, order) };
}

/** Which axis of PyTorch's kernel each of ours is: [in, out] of [out, in], [height, width, in, out] of [out, in, height, width]. */
function orderOf({ name, shape, bayesian }: WeightTensor): readonly number[] {
  const isKernel = bayesian && name.endsWith('.weight');
  // Of transposed ones inputs are first in both.
  if (isKernel && shape.length >= 2) return [...shape.slice(2).map((_, axis) => axis + 2), 1, 0];
  return shape.map((_, axis) => axis);
}

function theirShape(shape: readonly number[], order: readonly number[]): readonly number[] {
  return order.map((_, axis) => shape[order.indexOf(axis)]);
}

/** But for axes of length 1, as kernels along one axis have them here. */
function isSame(a: readonly number[], b: readonly number[]): boolean {
  const long = (shape: readonly number[]) => shape.filter((length) => length !== 1).join();
  return long(a) === long(b);
}

function endsWith(shape: readonly number[], end: readonly number[]): boolean {
  const from = shape.length - end.length;
  return from >= 0 && end.every((length, axis) => shape[from + axis] === length);
}

function missing(name: string, shape: readonly number[]): string {
  return `${name} [${shape.join(', ')}] is missing`;
}

function other(name: string, found: readonly number[], wanted: readonly number[]): string {
  return `${name} is [${found.join(', ')}] there and [${wanted.join(', ')}] here`;
}
