import type { Tensor } from '@tensorflow/tfjs-core';
import { outputsOfHeads } from '../../../src-files/onnx/head-outputs';
import type { OnnxNode, OnnxTensor } from '../../../src-files/onnx/network-file';
import type { NetworkLayers } from '../../../src-files/onnx/network-layers';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { BadInputError } from '../../../src-shared/errors';
import type { NetworkShapes } from '../../../src-shared/experiment/networks/network-choice';
import { gelu } from '../gelu';
import { type Call, refusal, type Surroundings, wantsFreeItems } from './call';
import { keepingOrder } from './elementwise';
import { channelsFirst, fittingOutputs, isGrid } from './fitting-outputs';
import { foldArithmetic } from './fold/fold-arithmetic';
import { foldShapes } from './fold/fold-shapes';
import { type Fusions, fusionsOf } from './fusions';
import { headOutputs } from './head-outputs';
import { operatorOf } from './operators';
import { computed, type Known, known, shapeOf, type Value } from './value';

/**
 * Goes through a network's nodes once and leaves the operations of its output behind.
 * @param x the network's input
 * @returns [samples or 1, items, ...outputs]
 * @throws BadInputError naming the node that cannot be computed, or where the output is not what the data ask for
 */
export function runGraph(
  found: NetworkLayers,
  x: Value,
  surroundings: Surroundings,
  { outputShape, heads }: Pick<NetworkShapes, 'outputShape' | 'heads'>,
): Tensor {
  const { network } = found;
  const outputs = graphOutputs(found, new Map([[network.inputs[0].name, x]]), surroundings);
  const taken = heads && outputsOfHeads(network, heads);
  return heads && taken
    ? headOutputs(
        network.path,
        outputs,
        surroundings,
        heads.map((head, at) => ({ ...head, taken: taken[at] })),
      )
    : fitting(network.path, outputs, surroundings, outputShape);
}

/**
 * All outputs of a graph.
 * @param given what its inputs are, by their names
 * @throws BadInputError naming the node that cannot be computed
 */
export function graphOutputs(
  found: NetworkLayers,
  given: ReadonlyMap<string, Value>,
  surroundings: Surroundings,
): readonly Value[] {
  const values = new Map(given);
  const fusions = fusionsOf(found);
  const named = (name: string) => valueNamed(found, values, name, surroundings);
  const isAbsorbed = (node: OnnxNode) => found.absorbed.has(node) || fusions.absorbed.has(node);
  for (const node of found.nodes) {
    if (node.operator === 'Constant' || fusions.inside.has(node)) continue;
    const whole = fusions.gelus.get(node);
    const call = callOf(found, fusions, node, surroundings, named);
    const outputs =
      whole !== undefined
        ? [keepingOrder(named(whole), gelu)]
        : isAbsorbed(node)
          ? [productOf(call)]
          : computeNode(call);
    outputs.forEach((value, place) => {
      values.set(node.outputs[place], value);
    });
  }
  return found.network.outputs.map((name) => valueNamed(found, values, name, surroundings));
}

function callOf(
  found: NetworkLayers,
  fusions: Fusions,
  node: OnnxNode,
  surroundings: Surroundings,
  named: (name: string) => Value,
): Call {
  const givesAlready = fusions.gelus.has(node);
  const of = (one: OnnxNode, names: readonly string[]): Call => ({
    node: one,
    inputs: names.map((name) => (name === '' ? undefined : named(name))),
    surroundings,
    layer: found.layers.get(one),
    isTakenApart: fusions.takenApart.has(one),
  });
  const norm = fusions.norms.get(node);
  const call = of(node, givesAlready ? [] : node.inputs);
  return norm ? { ...call, norm: of(norm, ['', ...norm.inputs.slice(1)]) } : call;
}

function valueNamed(
  { constants, plain }: NetworkLayers,
  values: ReadonlyMap<string, Value>,
  name: string,
  { layers }: Surroundings,
): Value {
  const weight = plain.get(name);
  if (weight !== undefined) return computed(layers.weight(weight));
  const constant = constants.get(name);
  const value = constant ? knownOf(constant) : values.get(name);
  if (!value) throw new BadInputError(`model.path: nothing gives ${name}.`);
  return value;
}

function knownOf(constant: OnnxTensor): Known {
  return known(constant.kind, constant.shape, constant.values());
}

/** What the layer before gave: its bias is in it already. */
function productOf({ inputs }: Call): Value {
  const product = inputs.find((value) => value?.kind === 'computed');
  if (!product) throw new Error('An addition that a layer does has nothing to give on.');
  return product;
}

function computeNode(call: Call): readonly Value[] {
  const name = call.node.operator as OperatorName;
  try {
    const outputs = folded(call, name) ?? operatorOf(name)(call);
    return 'kind' in outputs ? [outputs] : outputs;
  } catch (error) {
    if (error instanceof BadInputError || !(error instanceof Error)) throw error;
    const shapes = call.inputs.map((value) => (value ? `[${shapeOf(value).join(', ')}]` : 'nothing'));
    const why = wantsFreeItems(call.surroundings) ?? error.message.replace(/\.$/, '');
    throw refusal(call.node, `cannot be computed from ${shapes.join(', ')}: ${why}`);
  }
}

/** Undefined where something is not known, or the operator is none of the arithmetic of shapes. */
function folded(call: Call, name: OperatorName): Value | readonly Value[] | undefined {
  if (call.layer) return undefined;
  const inputs = call.inputs.filter((value) => value !== undefined);
  const all = inputs.filter((value) => value.kind === 'known');
  if (all.length < inputs.length || inputs.length === 0) return undefined;
  return foldArithmetic(call, name, all) ?? foldShapes(call, name, all);
}

/** What the data's targets ask for, as they lie. */
function fitting(
  path: string,
  outputs: readonly Value[],
  surroundings: Surroundings,
  outputShape: readonly number[],
): Tensor {
  const { items } = surroundings;
  const found = fittingOutputs(outputs, items, outputShape);
  if (found) return found;
  const [first, ...rest] = shapeOf(outputs[0]);
  const why = first === items ? undefined : wantsFreeItems(surroundings);
  if (why !== undefined) throw new BadInputError(`model.path: ${path} cannot be computed: ${why}.`);
  throw new BadInputError(
    `model.path: ${path} gives ${outputs.length > 1 ? `${outputs.length} outputs, the first ` : ''}[items, ${(first === items ? rest : [first, ...rest]).join(', ')}], where these data need [items, ${outputShape.join(', ')}]${isGrid(outputShape) ? ` or [items, ${channelsFirst(outputShape).join(', ')}]` : ''}: one number for each class or value to predict, or as many as the noise of the targets asks for (inference.noise).`,
  );
}
