import { biasedProduct } from './biased-product';
import { emitOwn } from './emit-own';
import { floatT, intOf, intsOf, intT, type KernelTable } from './kernel-table';
import { reshape } from './shape-kernels';
import { splitHeadsKernel } from './split-heads-gradient';

/** Kernels that only graphs with our own operations have. */
export const ownKernels: KernelTable = {
  ParasampleAttention: (trace, { x }, attrs) => {
    const [groups, tokens, columns] = x.shape;
    const heads = attrs.heads as number;
    const shapes = [
      [groups, tokens, columns / 3],
      [groups * heads * tokens, 2],
    ];
    return emitOwn(trace, 'ParasampleAttention', [x, intOf(trace, heads)], shapes);
  },

  ParasampleAttentionGradient: (trace, { gradient, x, attended, statistics }, attrs) => {
    const inputs = [gradient, x, attended, statistics, intOf(trace, attrs.heads as number)];
    return emitOwn(trace, 'ParasampleAttentionGradient', inputs, [x.shape])[0];
  },

  ParasampleDraw: (trace, { mean, logStd, seeds }) => {
    const [weights] = emitOwn(
      trace,
      'ParasampleDraw',
      [mean, logStd, seeds],
      [[seeds.shape[0], ...mean.shape]],
    );
    return weights;
  },

  ParasampleDrawGradient: (trace, { gradient, logStd, seeds }) =>
    emitOwn(trace, 'ParasampleDrawGradient', [gradient, logStd, seeds], [logStd.shape, logStd.shape]),

  ParasampleGaussianKl: (trace, { mean, logStd, priorStd }) =>
    emitOwn(trace, 'ParasampleGaussianKl', [mean, logStd, priorStd], [[]])[0],

  ParasampleGaussianKlGradient: (trace, { gradient, mean, logStd, priorStd }) =>
    emitOwn(
      trace,
      'ParasampleGaussianKlGradient',
      [gradient, mean, logStd, priorStd],
      [mean.shape, logStd.shape],
    ),

  ParasampleGather: (trace, { values }, attrs) => trace.gather(values, attrs.workers as number),

  ParasampleGelu: (trace, { x }) => {
    const parts = biasedProduct(trace, x);
    if (!parts) return emitOwn(trace, 'ParasampleGelu', [x], [x.shape])[0];
    const { product, bias } = parts;
    return reshape(trace, emitOwn(trace, 'ParasampleBiasGelu', [product, bias], [product.shape])[0], x.shape);
  },

  ParasampleGeluGradient: (trace, { gradient, x }) => {
    const parts = biasedProduct(trace, x);
    return parts
      ? emitOwn(trace, 'ParasampleBiasGeluGradient', [gradient, parts.product, parts.bias], [x.shape])[0]
      : emitOwn(trace, 'ParasampleGeluGradient', [gradient, x], [x.shape])[0];
  },

  /** [groups, tokens, 3 * heads * width of a head] -> three of [groups, heads, tokens, width of a head]. */
  [splitHeadsKernel]: (trace, { x }, attrs) => {
    const [groups, tokens, columns] = x.shape;
    const heads = attrs.heads as number;
    const cut = reshape(trace, x, [groups, tokens, 3, heads, columns / (3 * heads)]);
    const shape = [3, groups, heads, tokens, columns / (3 * heads)];
    const attributes = { T: floatT, Tperm: intT };
    const order = intsOf(trace, [2, 0, 3, 1, 4]);
    return trace.unstack(trace.emit('Transpose', [cut, order], attributes, shape, 'float32'));
  },

  ParasampleJoinHeads: (trace, { queries, keys, values }) => {
    const [groups, heads, tokens, width] = queries.shape;
    return emitOwn(
      trace,
      'ParasampleJoinHeads',
      [queries, keys, values],
      [[groups, tokens, 3 * heads * width]],
    )[0];
  },

  ParasampleLstm: (trace, { given, weights, hidden, cell }) => {
    const [samples, steps, items] = given.shape;
    const units = cell.shape[2];
    const cells = [samples, steps, items, units];
    const shapes = [[samples, steps + 1, items, units], given.shape, cells];
    return emitOwn(trace, 'ParasampleLstm', [given, weights, hidden, cell], shapes);
  },

  ParasampleLstmGradient: (trace, { gradient, weights, cell, gates, cells }) =>
    emitOwn(
      trace,
      'ParasampleLstmGradient',
      [gradient, weights, cell, gates, cells],
      [gates.shape, cell.shape, cell.shape],
    ),

  ParasampleSoftmax: (trace, { x }) => emitOwn(trace, 'ParasampleSoftmax', [x], [x.shape])[0],

  ParasampleSoftmaxGradient: (trace, { gradient, probabilities }) =>
    emitOwn(trace, 'ParasampleSoftmaxGradient', [gradient, probabilities], [probabilities.shape])[0],

  ParasampleNormalise: (trace, { x, scale, offset }) => {
    const rows = x.shape.slice(0, -1).reduce((product, length) => product * length, 1);
    return emitOwn(trace, 'ParasampleNormalise', [x, scale, offset], [x.shape, [rows, 2]]);
  },

  ParasampleNormaliseGradient: (trace, { gradient, x, scale, statistics }) =>
    emitOwn(
      trace,
      'ParasampleNormaliseGradient',
      [gradient, x, scale, statistics],
      [x.shape, scale.shape, scale.shape],
    ),
};
