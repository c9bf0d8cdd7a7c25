import { openTrainedWeights } from '../../src-files/trained/open-weights';
import { refuseMisfits } from '../../src-files/trained/refuse-misfits';
import { matchTrained } from '../../src-files/trained/trained-start';
import { layerOf, selectedBy } from '../../src-shared/experiment/bayesian-layers';
import type { Experiment } from '../../src-shared/experiment/experiment';
import {
  sizeOf,
  type WeightStart,
  type WeightTensor,
} from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Start, startOf, startPath } from '../../src-shared/experiment/start';

/**
 * A network's weights with where training before left them, as `start` or the prior says. The file is read once, when the
 * first of them begins: a network that only predicts needs none of it.
 * @throws BadInputError then, where names or shapes do not fit
 */
export function withTrainedStart(
  weights: readonly WeightTensor[],
  experiment: Experiment,
): readonly WeightTensor[] {
  const start = startOf(experiment);
  if (start?.file === undefined) return weights;
  const { file, fresh = [] } = start;
  const isFresh = fresh.length === 0 ? () => false : selectedBy(fresh, weights);
  let starts: ReadonlyMap<string, WeightStart> | undefined;
  const startOfTensor = (weight: WeightTensor): WeightStart => {
    starts ??= readStarts(weights, file, start, startPath(experiment));
    const found = starts.get(weight.name) ?? (weight.moving && untrained(weight));
    if (!found) throw new Error(`Nothing says where ${weight.name} begins.`);
    return found;
  };
  return weights.map((given) => {
    const { start: _file, ...weight } = given;
    if (isFresh(layerOf(weight.name))) return weight;
    const numbers = (sample: number) => startOfTensor(given).numbers(sample);
    return { ...weight, start: { numbers, logStds: () => startOfTensor(given).logStds?.() } };
  });
}

/** Running statistics that were constants when the weights were trained: those of the network's file, or of no data. */
function untrained({ shape, initial, start }: WeightTensor): WeightStart {
  return start ?? { numbers: () => new Float32Array(sizeOf(shape)).fill(initial === 'ones' ? 1 : 0) };
}

function readStarts(
  weights: readonly WeightTensor[],
  file: string,
  start: Start,
  path: string,
): ReadonlyMap<string, WeightStart> {
  const trained = openTrainedWeights(file, `${path}.file`);
  const match = matchTrained(weights, trained, start);
  refuseMisfits(match, trained, `${path}.file`);
  return new Map(match.weights.flatMap(({ name, start }) => (start ? [[name, start] as const] : [])));
}

/** Members that hold numbers of their own, by their numbers in the run. */
interface Members {
  readonly first: number;
  readonly count: number;
}

/**
 * What else was trained with the weights, as a regression's noise, where a run's posterior has it; undefined where nothing was
 * trained before.
 * @param shape of all members together, [members, noises] or [noises]
 */
export function trainedNumbers(
  experiment: Experiment,
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  { first, count }: Members,
): Float32Array | undefined {
  const file = startOf(experiment)?.file;
  if (file === undefined) return undefined;
  const { runId, tensors } = openTrainedWeights(file, `${startPath(experiment)}.file`);
  const trained = runId === undefined ? undefined : tensors.get(name);
  const found = trained?.data;
  // One noise of all targets is none of each, and the other way round.
  if (!found || found.length === 0 || trained.shape.at(-1) !== shape[shape.length - 1]) return undefined;
  const size = sizeOf(shape);
  const each = size / count;
  return Float32Array.from({ length: size }, (_, at) => found[(first * each + at) % found.length]);
}
