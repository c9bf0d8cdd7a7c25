import { floatAttribute, intAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { type ParameterLayout, paddedSize } from '../parameter-layout';

/** Each parameter in its shape: slices of the flat vector, which TensorFlow hands out without copying. */
export function addSlices(
  graph: GraphBuilder,
  layout: ParameterLayout,
  flat: GraphValue,
): readonly GraphValue[] {
  const sizes = graph.ints(layout.slots.map((slot) => paddedSize(slot.size)));
  const attributes = {
    T: floatAttribute,
    Tlen: intAttribute,
    num_split: { kind: 'int', value: layout.slots.length },
  } as const;
  const shapes = layout.slots.map((slot) => [paddedSize(slot.size)]);
  const output = { shape: shapes[0] ?? [], further: shapes.slice(1), type: 'float32' } as const;
  const split = graph.add('SplitV', [flat, sizes, graph.scalar(0, 'int32')], attributes, output);
  return layout.slots.map((slot, index) => {
    const padded = { ...split, name: split.name.replace(/0$/, `${index}`), shape: [paddedSize(slot.size)] };
    return reshape(graph, withoutPadding(graph, padded, slot.size), slot.shape);
  });
}

function withoutPadding(graph: GraphBuilder, padded: GraphValue, size: number): GraphValue {
  if (padded.shape[0] === size) return padded;
  const inputs = [padded, graph.ints([0]), graph.ints([size])];
  return graph.add(
    'Slice',
    inputs,
    { T: floatAttribute, Index: intAttribute },
    { shape: [size], type: 'float32' },
  );
}

function reshape(graph: GraphBuilder, value: GraphValue, shape: readonly number[]): GraphValue {
  const inputs = [value, graph.ints(shape)];
  return graph.add(
    'Reshape',
    inputs,
    { T: floatAttribute, Tshape: intAttribute },
    { shape, type: 'float32' },
  );
}

/** Gradients of all parameters as one flat vector. */
export function addConcatenation(
  graph: GraphBuilder,
  layout: ParameterLayout,
  gradients: readonly GraphValue[],
): GraphValue {
  const parts = layout.slots.flatMap(({ size }, index) => {
    const flat = reshape(graph, gradients[index], [size]);
    const padding = paddedSize(size) - size;
    return padding === 0 ? [flat] : [flat, graph.constant(new Float32Array(padding), [padding], 'float32')];
  });
  const attributes = {
    N: { kind: 'int', value: parts.length },
    T: floatAttribute,
    Tidx: intAttribute,
  } as const;
  const output = { shape: [layout.floats], type: 'float32' } as const;
  return graph.add('ConcatV2', [...parts, graph.scalar(0, 'int32')], attributes, output);
}
