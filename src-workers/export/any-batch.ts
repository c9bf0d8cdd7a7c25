import type { Attribute, GraphNode } from '../engine/graph/graph-builder';
import { nodeName } from './recorded-graph';

/** What stands for the number of items in shapes; TensorFlow and ONNX both read -1 so. */
export const anyItems = -1;

/**
 * One graph for any number of items, out of two that were traced for different numbers: where they differ is where the
 * number enters. In the shape of a Reshape it becomes -1, which each run works out; in the size of a Slice, all there is.
 * @throws Error where it enters elsewhere, which no model here does
 */
export function forAnyBatch(
  nodes: readonly GraphNode[],
  others: readonly GraphNode[],
  items: number,
  otherItems: number,
): readonly GraphNode[] {
  if (nodes.length !== others.length) throw new Error('The graph depends on the number of items.');
  const users = usersOfConstants(nodes);
  return nodes.map((node, index) => {
    const other = others[index];
    if (node.op !== other.op || node.inputs.join() !== other.inputs.join())
      throw new Error(`${node.name} depends on the number of items.`);
    const attributes = Object.entries(node.attributes).map(([name, attribute]) => {
      const merged = mergeAttribute(attribute, other.attributes[name], items, otherItems);
      if (merged !== attribute) requireUsers(node, users.get(node.name) ?? []);
      return [name, merged] as const;
    });
    return { ...node, attributes: Object.fromEntries(attributes) };
  });
}

/** Who takes a constant, as `Reshape 1`: the operation and the place of its input. */
function usersOfConstants(nodes: readonly GraphNode[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { op, inputs } of nodes)
    inputs.forEach((input, place) => {
      const name = nodeName(input);
      users.set(name, [...(users.get(name) ?? []), `${op} ${place}`]);
    });
  return users;
}

function requireUsers({ name, op }: GraphNode, users: readonly string[]): void {
  if (op === 'Placeholder') return;
  const others = users.filter((user) => user !== 'Reshape 1' && user !== 'Slice 2');
  if (others.length > 0) throw new Error(`${name} depends on the number of items, in ${others.join(', ')}.`);
}

function mergeAttribute(
  attribute: Attribute,
  other: Attribute,
  items: number,
  otherItems: number,
): Attribute {
  if (attribute.kind === 'shape' && other.kind === 'shape') {
    const shape = mergeSizes(attribute.shape, other.shape, items, otherItems);
    return shape === attribute.shape ? attribute : { ...attribute, shape };
  }
  if (attribute.kind !== 'tensor' || other.kind !== 'tensor') return attribute;
  if (Buffer.compare(attribute.bytes, other.bytes) === 0) return attribute;
  if (attribute.type !== 'int32') throw new Error('A constant depends on the number of items.');
  const sizes = mergeSizes(intsOf(attribute.bytes), intsOf(other.bytes), items, otherItems);
  return { ...attribute, bytes: new Uint8Array(Int32Array.from(sizes).buffer) };
}

function mergeSizes(
  sizes: readonly number[],
  others: readonly number[],
  items: number,
  otherItems: number,
): readonly number[] {
  const differing = sizes.filter((size, axis) => size !== others[axis]);
  if (differing.length === 0 && sizes.length === others.length) return sizes;
  if (differing.length !== 1 || sizes.length !== others.length)
    throw new Error('Two sizes of one tensor depend on the number of items.');
  return sizes.map((size, axis) => {
    if (size === others[axis]) return size;
    if (size / items !== others[axis] / otherItems)
      throw new Error('A size is no multiple of the number of items.');
    return anyItems;
  });
}

export function intsOf(bytes: Uint8Array): number[] {
  return [...new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))];
}
