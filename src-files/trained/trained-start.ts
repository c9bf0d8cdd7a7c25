import { layerOf, selectedBy } from '../../src-shared/experiment/bayesian-layers';
import type { WeightStart, WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Start } from '../../src-shared/experiment/start';
import { factoredWeights } from '../../src-shared/posterior/rank-one';
import { permuted } from '../onnx/permuted';
import { nameInFile } from './name-in-file';
import type { TrainedWeights } from './open-weights';
import { recurrentStart } from './recurrent-start';

export interface StartMatch {
  /** The network's, each with where it starts; those that begin afresh without. */
  readonly weights: readonly WeightTensor[];
  /** What the file calls each tensor that fits. */
  readonly names: ReadonlyMap<string, string>;
  /** All tensors of the file that have been taken: those of both directions of a recurrent layer are several. */
  readonly taken: ReadonlySet<string>;
  /** What does not fit: the tensor, as the file would have it, and why. */
  readonly misfits: readonly Misfit[];
  /** Batch normalisations of the file that the network does not have. */
  readonly foldedAway: readonly string[];
  /** Networks that the file has the weights of: those of an ensemble are several. */
  readonly networks: number;
}

export interface Misfit {
  readonly name: string;
  /** In the file's order of axes. */
  readonly shape: readonly number[];
  readonly why: string;
}

/**
 * Weights of a network matched with trained ones by name and shape. A run's posterior gives means, and deviations where it
 * has them; of several networks each member begins at its own. Kernels of a state_dict lie as in PyTorch: outputs first.
 * @param fresh patterns of layers that begin afresh
 * @param names of tensors or layers in the file, where they differ
 */
export function matchTrained(
  weights: readonly WeightTensor[],
  trained: TrainedWeights,
  { fresh = [], names = {} }: Pick<Start, 'fresh' | 'names'>,
): StartMatch {
  const isFresh = fresh.length === 0 ? () => false : selectedBy(fresh, weights);
  const begun = weights.filter(({ name }) => !isFresh(layerOf(name)));
  const inFile = nameInFile(
    begun.filter(({ moving }) => !moving).map(({ name }) => name),
    trained,
    names,
  );
  const misfits: Misfit[] = [];
  const found = new Map<string, string>();
  const taken = new Set<string>();
  const matched = weights.map((weight): WeightTensor => {
    const { start: _before, ...untrained } = weight;
    if (isFresh(layerOf(weight.name))) return untrained;
    const theirs = inFile(weight.name);
    const start =
      trained.runId === undefined
        ? fromStateDict(weight, theirs, trained)
        : fromPosterior(weight, theirs, trained);
    if (typeof start !== 'string') {
      const { names: own = [theirs], ...numbers } = start;
      found.set(weight.name, own[0]);
      for (const name of own) taken.add(name);
      return { ...weight, start: numbers };
    }
    // Running statistics may have been constants when the others were trained.
    if (!weight.moving || trained.tensors.has(theirs))
      misfits.push({ name: weight.name, shape: shapeInFile(weight, trained), why: start });
    return weight;
  });
  const networks = networksIn(weights, inFile, trained);
  const foldedAway = trained.runId === undefined ? missingNorms(weights, inFile, trained) : [];
  return { weights: matched, names: found, taken, misfits, foldedAway, networks };
}

/** Exporters fold a normalisation into the convolution before it: weights from before that make another network. */
function missingNorms(
  weights: readonly WeightTensor[],
  inFile: (tensor: string) => string,
  { tensors }: TrainedWeights,
): readonly string[] {
  const known = new Set(weights.map(({ name }) => layerOf(inFile(name))));
  const norms = [...tensors.keys()].filter((name) => name.endsWith('.running_mean')).map(layerOf);
  return norms.filter((layer) => tensors.has(`${layer}.weight`) && !known.has(layer));
}

/** The file's order of axes: that of the network in a run's posterior, PyTorch's otherwise. */
export function shapeInFile(weight: WeightTensor, { runId }: TrainedWeights): readonly number[] {
  return runId === undefined ? theirShape(weight.shape, orderOf(weight)) : weight.shape;
}

/** Whether a tensor of the file could be this one by its shape. */
export function fitsShape(weight: Misfit, shape: readonly number[], { runId }: TrainedWeights): boolean {
  if (runId === undefined) return isSame(shape, weight.shape);
  return endsWith(shape, weight.shape) && shape.length <= weight.shape.length + 1;
}

function networksIn(
  weights: readonly WeightTensor[],
  inFile: (tensor: string) => string,
  { tensors }: TrainedWeights,
): number {
  const counts = weights.map(({ name, shape }) => {
    const found = tensors.get(inFile(name))?.shape ?? shape;
    return found.length > shape.length ? found[0] : 1;
  });
  return Math.max(1, ...counts);
}

/** Where a tensor begins, and the file's names of what it is put together of, or why it does not. */
type Found = (WeightStart & { readonly names?: readonly string[] }) | string;

function fromPosterior({ shape }: WeightTensor, name: string, { tensors }: TrainedWeights): Found {
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

function fromStateDict(weight: WeightTensor, name: string, { tensors }: TrainedWeights): Found {
  const { shape } = weight;
  const found = tensors.get(name);
  const recurrent = found ? undefined : recurrentStart(weight, name, tensors);
  if (recurrent) return recurrent;
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
