import { BadInputError } from '../../src-shared/errors';
import type { OnnxNode } from './network-file';

interface Values {
  readonly int: number;
  readonly float: number;
  readonly text: string;
  readonly ints: readonly number[];
}

/** Attributes of a node by their names. Throw BadInputError where one is of another kind. */

export function intAttribute(node: OnnxNode, name: string, otherwise: number): number {
  return attributeOf(node, name, 'int') ?? otherwise;
}

export function floatAttribute(node: OnnxNode, name: string, otherwise: number): number {
  return attributeOf(node, name, 'float') ?? otherwise;
}

export function textAttribute(node: OnnxNode, name: string, otherwise: string): string {
  return attributeOf(node, name, 'text') ?? otherwise;
}

export function intsAttribute(node: OnnxNode, name: string): readonly number[] | undefined {
  return attributeOf(node, name, 'ints');
}

function attributeOf<Kind extends keyof Values & string>(
  node: OnnxNode,
  name: string,
  kind: Kind,
): Values[Kind] | undefined {
  const attribute = node.attributes.get(name);
  if (!attribute) return undefined;
  if (attribute.kind === kind) return attribute.value as Values[Kind];
  throw new BadInputError(`model.path: attribute ${name} of node ${node.name} is not of the kind ${kind}.`);
}
