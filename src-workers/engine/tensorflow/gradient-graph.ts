import { floatAttribute, intAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';

/** One elementwise operation over two values, the second a scalar or of the same shape. */
export function binary(graph: GraphBuilder, op: string, a: GraphValue, b: GraphValue): GraphValue {
  return graph.add(op, [a, b], { T: floatAttribute }, { shape: a.shape, type: 'float32' });
}

/** L2 regularisation as PyTorch's Adam and SGD have it: the decayed parameters are added to the gradient. */
export function withDecay(
  graph: GraphBuilder,
  parameters: GraphValue,
  gradients: GraphValue,
  weightDecay: number,
): GraphValue {
  if (weightDecay === 0) return gradients;
  const decay = binary(graph, 'Mul', parameters, graph.scalar(weightDecay, 'float32'));
  return binary(graph, 'AddV2', gradients, decay);
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
