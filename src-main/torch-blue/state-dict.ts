import { BadInputError } from '../../src-shared/errors';
import type { Tensor } from '../../src-shared/formats/safetensors';
import { fromTorchOrder, toTorchOrder } from './reorder';
import type { WeightMapping } from './weight-mapping';

/** What a mean-field Gaussian holds of every weight, here and in torch_blue's MeanFieldNormal. */
const parameters = ['mean', 'log_std'] as const;

interface ParameterMapping {
  /** `layers.0.weight.mean` */
  readonly name: string;
  /** `layers.0._weight_mean` */
  readonly torchName: string;
  readonly weight: WeightMapping;
}

/** @param moduleOf names torch_blue's module for a layer; its own name where it is not in there */
function parameterMappings(
  weights: readonly WeightMapping[],
  moduleOf: ReadonlyMap<string, string> = new Map(),
): readonly ParameterMapping[] {
  return weights.flatMap((weight): readonly ParameterMapping[] => {
    const { layer, variable, isPoint } = weight;
    const module = moduleOf.get(layer) ?? layer;
    if (isPoint) return [{ name: `${layer}.${variable}`, torchName: `${module}.${variable}`, weight }];
    return parameters.map((parameter) => ({
      name: `${layer}.${variable}.${parameter}`,
      torchName: `${module}._${variable}_${parameter}`,
      weight,
    }));
  });
}

/**
 * The tensors of a posterior under torch_blue's names and in its shapes. Throws BadInputError where they are not
 * the means and log standard deviations of exactly these weights.
 */
export function toStateDict(tensors: readonly Tensor[], weights: readonly WeightMapping[]): Tensor[] {
  const expected = parameterMappings(weights);
  const found = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  if (found.size !== expected.length || !expected.every(({ name }) => found.has(name)))
    throw new BadInputError(
      'Only a mean-field Gaussian posterior has a form in torch_blue: a mean and a log_std of every weight of the model, normalisations aside.',
    );
  return expected.map(({ name, torchName, weight }) => {
    const { shape, data } = found.get(name) as Tensor;
    refuseOtherShape('The posterior', name, shape, weight.shape);
    return { name: torchName, shape: weight.torchShape, data: toTorchOrder(data, weight) };
  });
}

/**
 * The posterior that a torch_blue state_dict holds, under Parasample's names and in its shapes. The modules are
 * named as ours (`layers.0`), or numbered as in a VISequential and then taken in the order of their numbers.
 * Throws BadInputError, with `fileName` in front: which name or shape does not fit, and what was expected.
 */
export function fromStateDict(
  tensors: readonly Tensor[],
  weights: readonly WeightMapping[],
  fileName: string,
): Tensor[] {
  const expected = parameterMappings(weights, modulesOfSequence(tensors, weights));
  const found = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  refuseOtherNames(found, expected, fileName);
  return expected.map(({ name, torchName, weight }) => {
    const { shape, data } = found.get(torchName) as Tensor;
    refuseOtherShape(fileName, torchName, shape, weight.torchShape);
    return { name, shape: weight.shape, data: fromTorchOrder(data, weight) };
  });
}

/** Our layers' names to the numbered modules of a VISequential, where the file comes from one with as many layers. */
function modulesOfSequence(
  tensors: readonly Tensor[],
  weights: readonly WeightMapping[],
): ReadonlyMap<string, string> {
  const layers = [...new Set(weights.map(({ layer }) => layer))];
  const modules = [...new Set(tensors.map(({ name }) => name.slice(0, Math.max(0, name.lastIndexOf('.')))))];
  const numbered = modules.map((module) => /^(.*\.)?(\d+)$/.exec(module));
  const oneSequence = numbered.every((match) => match !== null && match[1] === numbered[0]?.[1]);
  if (modules.length !== layers.length || !oneSequence) return new Map();
  modules.sort((a, b) => Number(a.slice(a.lastIndexOf('.') + 1)) - Number(b.slice(b.lastIndexOf('.') + 1)));
  return new Map(layers.map((layer, index) => [layer, modules[index] as string]));
}

function refuseOtherNames(
  found: ReadonlyMap<string, Tensor>,
  expected: readonly ParameterMapping[],
  fileName: string,
): void {
  const missing = expected.find(({ torchName }) => !found.has(torchName));
  if (missing)
    throw new BadInputError(
      `${fileName} does not fit the experiment's model: ${missing.torchName} is missing, expected with shape ${textOf(missing.weight.torchShape)}.`,
    );
  const known = new Set(expected.map(({ torchName }) => torchName));
  const surplus = [...found.keys()].find((name) => !known.has(name));
  if (surplus !== undefined)
    throw new BadInputError(
      `${fileName} does not fit the experiment's model: ${surplus} is no tensor of it; expected are ${[...known].join(', ')}.`,
    );
}

function refuseOtherShape(
  holder: string,
  name: string,
  shape: readonly number[],
  expected: readonly number[],
): void {
  if (textOf(shape) === textOf(expected)) return;
  throw new BadInputError(
    `${holder} does not fit the experiment's model: ${name} has shape ${textOf(shape)}, expected was ${textOf(expected)}.`,
  );
}

function textOf(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
