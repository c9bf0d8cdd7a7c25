import { floatAttribute } from './attributes';
import type { OnnxNode } from './network-file';
import type { NetworkLayers } from './network-layers';

/** A node that drops numbers while a network trains. */
export interface DropoutNode {
  readonly node: OnnxNode;
  /** One of its own. */
  readonly name: string;
  /** The probability with which each number is dropped. */
  readonly rate: number;
}

/** In the order of their use. */
export function dropoutNodes({
  nodes,
  constants,
}: Pick<NetworkLayers, 'nodes' | 'constants'>): readonly DropoutNode[] {
  const names = new Set<string>();
  return nodes.flatMap((node) => {
    if (node.operator !== 'Dropout') return [];
    const wanted = node.module ?? node.name;
    const name = names.has(wanted) ? `${wanted} (${node.outputs[0]})` : wanted;
    names.add(name);
    const ratio = constants.get(node.inputs[1] ?? '')?.values()[0];
    // Until opset 11 it was an attribute; left out, one half.
    return [{ node, name, rate: ratio ?? floatAttribute(node, 'ratio', 0.5) }];
  });
}
