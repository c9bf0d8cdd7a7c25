import type { NetworkBox } from '../../src-shared/network/network-layer';
import type { OnnxNode } from './network-file';
import type { NetworkLayers } from './network-layers';

/** Operators that make one of several values; of all others the first value is what they change. */
const joining: Readonly<Record<string, string>> = {
  Add: 'sum',
  Concat: 'side by side',
  Div: 'quotient',
  Einsum: 'product of matrices',
  MatMul: 'product of matrices',
  Mul: 'product',
  Sub: 'difference',
  Sum: 'sum',
};

/**
 * Which layers of a network take what which others give, in the order of their use: kernels, and where values meet. What only
 * changes a value on its way, as activations and normalisations do, is left out.
 */
export function layerGraph(found: NetworkLayers): readonly NetworkBox[] {
  const walk = new Walk(found);
  for (const node of found.nodes) walk.take(node);
  return walk.boxes();
}

class Walk {
  readonly #boxes = new Map<string, NetworkBox>();
  /** Boxes that a value comes from. */
  readonly #sources = new Map<string, readonly string[]>();
  readonly #found: NetworkLayers;

  constructor(found: NetworkLayers) {
    this.#found = found;
    const fed = found.network.inputs.filter(({ name }) => !found.constants.has(name));
    for (const { name } of fed) this.#sources.set(name, [this.#add('input', { label: 'input', from: [] })]);
  }

  take(node: OnnxNode): void {
    const given = this.#given(node);
    const from = this.#boxOf(node) ?? given[0] ?? [];
    for (const name of node.outputs) this.#sources.set(name, from);
  }

  #given({ inputs }: OnnxNode): readonly (readonly string[])[] {
    return inputs.map((name) => this.#sources.get(name) ?? []).filter(({ length }) => length > 0);
  }

  /** Undefined for a node that only changes a value. */
  #boxOf(node: OnnxNode): readonly string[] | undefined {
    const given = this.#given(node);
    const from = [...new Set(given.flat())];
    const found = this.#found.layers.get(node);
    if (found && found.kind !== 'norm') {
      const { layer } = found;
      return [this.#add(layer, { label: layer, layer, path: layer, from })];
    }
    const label = joining[node.operator];
    if (label === undefined || given.length < 2 || from.length < 2) return undefined;
    const path = node.module === undefined ? {} : { path: node.module };
    return [this.#add(node.name, { label, ...path, from })];
  }

  boxes(): readonly NetworkBox[] {
    const ends = this.#found.network.outputs.flatMap((name) => this.#sources.get(name) ?? []);
    this.#add('output', { label: 'output', from: [...new Set(ends)] });
    return [...this.#boxes.values()];
  }

  /** A layer that is used again is a box again. */
  #add(wanted: string, box: Omit<NetworkBox, 'id'>): string {
    let id = wanted;
    for (let count = 2; this.#boxes.has(id); count += 1) id = `${wanted} (${count})`;
    this.#boxes.set(id, { id, ...box });
    return id;
  }
}
