import {
  cast,
  concat,
  exp,
  greater,
  matMul,
  max,
  mul,
  reshape,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type { OutputBlock } from './output-curvature';

/** How the loss hangs on the outputs. */
export interface LossByOutputs {
  /** [items, outputs] */
  readonly slope: Tensor2D;
  /** R of its curvature R Rᵀ times layers' slopes [items, outputs, n]: [items, columns of R, n]. */
  rootTimes(slopes: Tensor3D): Tensor3D;
  /** 1 of an item that says anything, [items, 1, 1] */
  readonly isKnown: Tensor3D;
}

type OfBlock = Omit<LossByOutputs, 'isKnown'>;

/**
 * As `OutputCurvature` has it, in the graph. All are [items, outputs].
 * @param targets values, or 1 for the class
 * @param known of each output its scale; 0 where it is not known
 */
export function lossBy(
  blocks: readonly OutputBlock[],
  outputs: Tensor2D,
  targets: Tensor2D,
  known: Tensor2D,
): LossByOutputs {
  const [items] = outputs.shape;
  const isKnown = cast(greater(reshape(max(known, 1), [items, 1, 1]), 0), 'float32') as Tensor3D;
  if (blocks.length === 1) return { ...byKind[blocks[0].kind](outputs, targets, known), isKnown };
  const parts = blocks.map(({ kind, first, size }) => {
    const own = (all: Tensor2D) => slice(all, [0, first], [items, size]);
    return { first, size, ...byKind[kind](own(outputs), own(targets), own(known)) };
  });
  return {
    slope: concat(
      parts.map(({ slope }) => slope),
      1,
    ),
    rootTimes: (slopes) =>
      concat(
        parts.map(({ first, size, rootTimes }) =>
          rootTimes(slice(slopes, [0, first, 0], [items, size, slopes.shape[2]])),
        ),
        1,
      ),
    isKnown,
  };
}

const byKind: Readonly<
  Record<OutputBlock['kind'], (outputs: Tensor2D, targets: Tensor2D, known: Tensor2D) => OfBlock>
> = {
  values: (outputs, targets, known) => ({
    slope: mul(sub(outputs, targets), square(known)),
    rootTimes: byDiagonal(known),
  }),
  counts: (outputs, targets, known) => {
    const rates = exp(outputs) as Tensor2D;
    return {
      slope: mul(sub(rates, targets), square(known)),
      rootTimes: byDiagonal(mul(sqrt(rates), known)),
    };
  },
  classes: (outputs, targets, known) => {
    const [items, count] = outputs.shape;
    const p = softmax(outputs);
    const roots = reshape(mul(sqrt(p), known), [items, 1, count]);
    const root = mul(sub(identity(count), reshape(p, [items, count, 1])), roots) as Tensor3D;
    return {
      slope: mul(sub(p, targets), square(known)),
      rootTimes: (slopes) => matMul(root, slopes, true, false),
    };
  },
};

function byDiagonal(root: Tensor2D): OfBlock['rootTimes'] {
  const [items, count] = root.shape;
  return (slopes) => mul(slopes, reshape(root, [items, count, 1]));
}

export function identity(size: number): Tensor2D {
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row += 1) values[row * size + row] = 1;
  return tensor2d(values, [size, size]);
}
