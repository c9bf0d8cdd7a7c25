import { floatAttribute, intAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { UpdatePart } from '../update-parts';

/** The trained variable, its value before the step, and what of it is treated alike. */
export interface TrainedVariable {
  readonly variable: GraphValue;
  readonly flatParameters: GraphValue;
  readonly parts: readonly UpdatePart[];
}

/** One elementwise operation over two values, the second a scalar or of the same shape. */
export function binary(graph: GraphBuilder, op: string, a: GraphValue, b: GraphValue): GraphValue {
  return graph.add(op, [a, b], { T: floatAttribute }, { shape: a.shape, type: 'float32' });
}

/** L2 regularisation as PyTorch's Adam and SGD have it: the decayed parameters are added to the gradient. */
export function withDecay(
  graph: GraphBuilder,
  { flatParameters, parts }: TrainedVariable,
  gradients: GraphValue,
  weightDecay: number,
): GraphValue {
  if (weightDecay === 0) return gradients;
  const decays = parts.map(({ end, decay }) => ({ end, value: decay * weightDecay }));
  return binary(graph, 'AddV2', gradients, binary(graph, 'Mul', flatParameters, byPart(graph, decays)));
}

/** A factor for each parameter: one number where all parts have the same. */
export function byPart(
  graph: GraphBuilder,
  parts: readonly { readonly end: number; readonly value: number }[],
): GraphValue {
  const [{ value: first }] = parts;
  if (parts.every(({ value }) => value === first)) return graph.scalar(first, 'float32');
  const stretches = parts.map(({ end, value }, index) =>
    graph.fill([end - (parts[index - 1]?.end ?? 0)], value, 'float32'),
  );
  return joined(graph, stretches);
}

/** Stretches one after the other. */
export function joined(graph: GraphBuilder, stretches: readonly GraphValue[]): GraphValue {
  if (stretches.length === 1) return stretches[0];
  const attributes = {
    N: { kind: 'int', value: stretches.length },
    T: floatAttribute,
    Tidx: intAttribute,
  } as const;
  const length = stretches.reduce((sum, { shape }) => sum + shape[0], 0);
  const output = { shape: [length], type: 'float32' } as const;
  return graph.add('ConcatV2', [...stretches, graph.scalar(0, 'int32')], attributes, output);
}

/**
 * A value whose run leaves each part of the trained variable where steps of its own rate lead: what an optimiser with one
 * rate for all has changed since `flatParameters`, times the part's rate.
 * @param applied the optimiser's own step
 */
export function withRates(
  graph: GraphBuilder,
  { variable, flatParameters, parts }: TrainedVariable,
  applied: GraphValue,
): GraphValue {
  if (parts.every(({ rate }) => rate === 1)) return applied;
  const { shape } = flatParameters;
  const read = { dtype: floatAttribute };
  const moved = graph.add('ReadVariableOp', [variable], read, { shape, type: 'float32' }, [applied]);
  const rates = byPart(
    graph,
    parts.map(({ end, rate }) => ({ end, value: rate })),
  );
  const change = binary(graph, 'Mul', binary(graph, 'Sub', moved, flatParameters), rates);
  const scaled = binary(graph, 'AddV2', flatParameters, change);
  const output = { shape: [], type: 'float32' } as const;
  return graph.add('AssignVariableOp', [variable, scaled], read, output);
}

/** The gradient, scaled down where its norm over all parameters is above the bound (Pascanu et al., 1211.5063). */
export function clipped(
  graph: GraphBuilder,
  gradients: GraphValue,
  clipNorm: number | undefined,
): GraphValue {
  if (clipNorm === undefined) return gradients;
  const square = graph.add(
    'Square',
    [gradients],
    { T: floatAttribute },
    { shape: gradients.shape, type: 'float32' },
  );
  const attributes = { T: floatAttribute, Tidx: intAttribute, keep_dims: noAttribute };
  const scalar = { shape: [], type: 'float32' } as const;
  const total = graph.add('Sum', [square, graph.ints([0])], attributes, scalar);
  const norm = graph.add('Sqrt', [total], { T: floatAttribute }, scalar);
  const bound = graph.scalar(clipNorm, 'float32');
  const scale = binary(graph, 'RealDiv', bound, binary(graph, 'Maximum', norm, bound));
  return binary(graph, 'Mul', gradients, scale);
}
