import { layerOf } from '../../src-shared/experiment/bayesian-layers';
import type { TrainedWeights } from './open-weights';

/** The network's name of a tensor or a layer, and what the file calls it. */
export type NamesInFile = Readonly<Record<string, string>>;

/**
 * What a file of trained weights calls each tensor of a network: as `start.names` says of the tensor or of a layer around it,
 * else the same; where the file has none of them, but all behind one prefix (as PyTorch's wrappers put `module.` before
 * them), with that before it.
 * @param tensors of the network, those that do not begin afresh
 */
export function nameInFile(
  tensors: readonly string[],
  { tensors: there }: TrainedWeights,
  names: NamesInFile,
): (tensor: string) => string {
  const named = (tensor: string) => renamed(tensor, names);
  const has = (name: string) => there.has(name) || there.has(`${name}.mean`);
  // Those of recurrent layers are put together of several.
  const plain = tensors.filter((tensor) => !isRecurrent(tensor, tensors));
  if (plain.length === 0 || plain.some((tensor) => has(named(tensor)))) return named;
  const prefixes = [...there.keys()]
    .filter((name) => name.endsWith(`.${named(plain[0])}`))
    .map((name) => name.slice(0, -named(plain[0]).length));
  const fitting = prefixes.filter((prefix) => plain.every((tensor) => has(prefix + named(tensor))));
  return fitting.length === 1 ? (tensor) => fitting[0] + named(tensor) : named;
}

function isRecurrent(tensor: string, tensors: readonly string[]): boolean {
  return tensors.includes(`${layerOf(tensor)}.weight_ih`);
}

/** By the longest of the names that it is, or lies below. */
export function renamed(tensor: string, names: NamesInFile): string {
  const around = Object.keys(names)
    .filter((name) => tensor === name || tensor.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length);
  return around.length === 0 ? tensor : names[around[0]] + tensor.slice(around[0].length);
}
