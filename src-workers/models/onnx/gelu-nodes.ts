import type { OnnxNode, OnnxTensor } from '../../../src-files/onnx/network-file';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';

type Constants = ReadonlyMap<string, OnnxTensor>;

/** A GELU that an exporter took apart. */
export interface GeluNodes {
  readonly last: OnnxNode;
  readonly inside: readonly OnnxNode[];
  /** Name of what it is of. */
  readonly of: string;
}

/**
 * Finds x * 0.5 * (1 + erf(x / sqrt(2))), with its three factors in any order.
 * @param isAlone whether one other node takes what this one gives, and nothing else does
 */
export function geluNodes(
  nodes: readonly OnnxNode[],
  constants: Constants,
  isAlone: (node: OnnxNode) => boolean,
): readonly GeluNodes[] {
  const givers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const innerOf = (name: string, operator: string) => {
    const node = givers.get(name);
    return node?.operator === operator && isAlone(node) ? node : undefined;
  };
  return nodes.flatMap((last) => {
    if (last.operator !== 'Mul') return [];
    const products = last.inputs.flatMap((name) => innerOf(name, 'Mul') ?? []);
    return products.flatMap((product) => {
      const others = last.inputs.filter((name) => name !== product.outputs[0]);
      const found = ofFactors([...others, ...product.inputs], constants, innerOf);
      return found ? [{ last, of: found.of, inside: [product, ...found.inside] }] : [];
    });
  });
}

function ofFactors(
  factors: readonly string[],
  constants: Constants,
  innerOf: (name: string, operator: string) => OnnxNode | undefined,
): Omit<GeluNodes, 'last'> | undefined {
  const rest = factors.filter((name) => !isNumber(constants, name, 0.5));
  const sum = rest.flatMap((name) => innerOf(name, 'Add') ?? [])[0];
  const of = rest.find((name) => name !== sum?.outputs[0]);
  if (factors.length !== 3 || rest.length !== 2 || !sum || of === undefined) return undefined;
  const error = sum.inputs.flatMap((name) => innerOf(name, 'Erf') ?? [])[0];
  if (!error || !sum.inputs.some((name) => isNumber(constants, name, 1))) return undefined;
  const scaled = innerOf(error.inputs[0], 'Div') ?? innerOf(error.inputs[0], 'Mul');
  const factor = scaled?.operator === 'Div' ? Math.SQRT2 : Math.SQRT1_2;
  const isScaled = scaled?.inputs[0] === of && isNumber(constants, scaled.inputs[1], factor);
  return scaled && isScaled ? { of, inside: [sum, error, scaled] } : undefined;
}

function isNumber(constants: Constants, name: string, number: number): boolean {
  const tensor = constants.get(name);
  if (tensor?.kind !== 'float' || sizeOf(tensor.shape) !== 1) return false;
  return Math.abs(tensor.values()[0] - number) < 1e-6;
}
