import type { ItemCurvature, OutputCurvature, Targets } from './output-curvature';

/** One of several likelihoods, and what its log-likelihood counts in the sum. */
export interface CurvatureOfHead {
  readonly curvature: OutputCurvature;
  readonly weight: number;
}

interface Part extends CurvatureOfHead {
  readonly firstOutput: number;
  readonly firstTarget: number;
}

/**
 * Several likelihoods that are independent given the weights, outputs and targets of each behind those of the one before: no output of
 * one bends the loss of another, so that the curvature is made of blocks along the diagonal.
 */
export function curvatureOfHeads(heads: readonly CurvatureOfHead[]): OutputCurvature {
  const { parts, outputs, targets: width } = placed(heads);
  const ownTargets = ({ curvature, firstTarget }: Part, targets: Targets, item: number) =>
    targets.subarray(item * width + firstTarget, item * width + firstTarget + curvature.targets);
  return {
    outputs,
    targets: width,
    blocks: parts.flatMap(({ curvature, firstOutput }) =>
      curvature.blocks.map(({ kind, first, size }) => ({ kind, first: firstOutput + first, size })),
    ),
    at: (f, targets, item) => {
      const each = parts.map((part) => {
        const own = f.subarray(part.firstOutput, part.firstOutput + part.curvature.outputs);
        return { part, at: part.curvature.at(own, ownTargets(part, targets, item), 0) };
      });
      return summed(each, outputs);
    },
    tell: (targets, item, values, scales) => {
      for (const part of parts) {
        const { curvature, firstOutput: first, weight } = part;
        const own = scales.subarray(first, first + curvature.outputs);
        curvature.tell(
          ownTargets(part, targets, item),
          0,
          values.subarray(first, first + curvature.outputs),
          own,
        );
        for (let output = 0; output < own.length; output += 1) own[output] *= Math.sqrt(weight);
      }
    },
  };
}

function placed(heads: readonly CurvatureOfHead[]) {
  let [outputs, targets] = [0, 0];
  const parts = heads.map((head): Part => {
    const part = { ...head, firstOutput: outputs, firstTarget: targets };
    outputs += head.curvature.outputs;
    targets += head.curvature.targets;
    return part;
  });
  return { parts, outputs, targets };
}

function summed(
  each: readonly { readonly part: Part; readonly at: ItemCurvature }[],
  outputs: number,
): ItemCurvature {
  const slope = new Float64Array(outputs);
  const root = new Float64Array(outputs * outputs);
  for (const { part, at } of each) {
    const { firstOutput: first, weight, curvature } = part;
    const size = curvature.outputs;
    slope.set(
      at.slope.map((value) => weight * value),
      first,
    );
    for (let row = 0; row < size; row += 1)
      root.set(
        at.root.subarray(row * size, (row + 1) * size).map((value) => Math.sqrt(weight) * value),
        (first + row) * outputs + first,
      );
  }
  const sumOf = (key: 'loss' | 'known' | 'logStds') =>
    each.reduce((sum, { part, at }) => sum + part.weight * at[key], 0);
  return {
    slope,
    root,
    loss: sumOf('loss'),
    known: sumOf('known'),
    logStds: sumOf('logStds'),
    isKnown: each.some(({ at }) => at.isKnown),
  };
}
