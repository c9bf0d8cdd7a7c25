import { intAttribute } from '../../../src-files/onnx/attributes';
import { usersOf } from '../../../src-files/onnx/layer-roles';
import type { OnnxNode } from '../../../src-files/onnx/network-file';
import type { NetworkLayers } from '../../../src-files/onnx/network-layers';
import { geluNodes } from './gelu-nodes';

/** Which nodes are computed together with others, so that a network's numbers are gone through less often. */
export interface Fusions {
  /** Convolutions with the batch normalisation behind each. */
  readonly norms: ReadonlyMap<OnnxNode, OnnxNode>;
  /** Nodes whose result stands already where their own input does. */
  readonly absorbed: ReadonlySet<OnnxNode>;
  /** The last node of each GELU that an exporter took apart, with the name of what it is of. */
  readonly gelus: ReadonlyMap<OnnxNode, string>;
  /** Nodes inside of these, which nothing else looks at. */
  readonly inside: ReadonlySet<OnnxNode>;
  /** Transpositions of whose results single places of the first axis are taken, and nothing else. */
  readonly takenApart: ReadonlySet<OnnxNode>;
}

export function fusionsOf({ nodes, constants, network }: NetworkLayers): Fusions {
  const users = usersOf(nodes);
  const outputs = new Set(network.outputs);
  const usersOfNode = ({ outputs: own }: OnnxNode) => own.flatMap((name) => users.get(name) ?? []);
  const isOutput = (node: OnnxNode) => node.outputs.some((name) => outputs.has(name));
  const norms = new Map<OnnxNode, OnnxNode>();
  for (const node of nodes) {
    const [norm, ...others] = usersOfNode(node);
    const isOnly = others.length === 0 && !isOutput(node) && norm?.inputs[0] === node.outputs[0];
    const isNorm =
      norm?.operator === 'BatchNormalization' && norm.outputs.slice(1).every((name) => !users.has(name));
    if (node.operator === 'Conv' && isOnly && isNorm) norms.set(node, norm);
  }
  const gelus = geluNodes(nodes, constants, (node) => usersOfNode(node).length === 1 && !isOutput(node));
  const takenApart = nodes.filter(
    (node) =>
      node.operator === 'Transpose' &&
      !isOutput(node) &&
      usersOfNode(node).length > 1 &&
      usersOfNode(node).every((user) => takesPlaces(user, node)),
  );
  return {
    norms,
    absorbed: new Set(norms.values()),
    gelus: new Map(gelus.map(({ last, of }) => [last, of])),
    inside: new Set(gelus.flatMap(({ inside }) => inside)),
    takenApart: new Set(takenApart),
  };
}

/** Whether a node takes places of another's first axis: `qkv[0]`, which exporters write as Gather or Slice. */
function takesPlaces(user: OnnxNode, { outputs: [whole] }: OnnxNode): boolean {
  if (user.inputs[0] !== whole) return false;
  return user.operator === 'Slice' || (user.operator === 'Gather' && intAttribute(user, 'axis', 0) === 0);
}
