/**
 * How the loss of one item hangs on the network's outputs: of values with a noise of the standard deviations that are told, of classes
 * by softmax, of counts by a rate whose logarithm the output is (Daxberger et al., arXiv 2106.14806, section 2). Several likelihoods
 * that are independent given the weights have each a block of their own.
 */
export interface OutputCurvature {
  /** Outputs of an item (O). */
  readonly outputs: number;
  /** Numbers that targets have of an item. */
  readonly targets: number;
  /** What the outputs are of, one behind the other. */
  readonly blocks: readonly OutputBlock[];
  /**
   * @param f outputs [O]
   * @param targets of all items of the chunk
   * @param item its place in the chunk
   */
  at(f: Float64Array, targets: Targets, item: number): ItemCurvature;
  /**
   * Writes what `lossBy` is to know of an item, both [O], which are zeros before.
   * @param values target values, or 1 for the class
   * @param scales √ of what the loss's curvature has besides the outputs, such as 1 / standard deviation of the noise; 0 stays where nothing is known
   */
  tell(targets: Targets, item: number, values: Float32Array, scales: Float32Array): void;
}

export type Targets = Float32Array | Int32Array;

/** Outputs of one likelihood, by what they are: values, logits of classes, or logarithms of rates. */
export interface OutputBlock {
  readonly kind: 'values' | 'classes' | 'counts';
  readonly first: number;
  readonly size: number;
}

export interface ItemCurvature {
  /** Derivative of the loss by the outputs, [O]. */
  readonly slope: Float64Array;
  /** Square root R of the loss's second derivative by the outputs, R Rᵀ; column k row by row, [O, O]. */
  readonly root: Float64Array;
  /** Half the squared error of values that are known, in units of their noise, or the negative log-likelihood of a class or counts. */
  readonly loss: number;
  /** Values that are known; 0 for classes and counts. */
  readonly known: number;
  /** Sum over these of the logarithm of their noise's standard deviation. */
  readonly logStds: number;
  /** Whether the item says anything. */
  readonly isKnown: boolean;
}

/**
 * Values around the outputs; those that are NaN are not known and count for nothing.
 * @param stds of the noise, target after target: one for all, or one for each of those that follow each other
 */
export function curvatureOfValues(outputs: number, stds: readonly number[]): OutputCurvature {
  const scales = Float64Array.from({ length: outputs }, (_, output) => 1 / stds[output % stds.length]);
  return {
    outputs,
    targets: outputs,
    blocks: [{ kind: 'values', first: 0, size: outputs }],
    at: (f, targets, item) => {
      const slope = new Float64Array(outputs);
      const root = new Float64Array(outputs * outputs);
      let [loss, known, logStds] = [0, 0, 0];
      for (let output = 0; output < outputs; output += 1) {
        const target = targets[item * outputs + output];
        if (Number.isNaN(target)) continue;
        const scale = scales[output];
        slope[output] = (f[output] - target) * scale ** 2;
        root[output * outputs + output] = scale;
        loss += ((f[output] - target) * scale) ** 2 / 2;
        known += 1;
        logStds -= Math.log(scale);
      }
      return { slope, root, loss, known, logStds, isKnown: known > 0 };
    },
    tell: tellValues(scales),
  };
}

/** @param own scales of what is known, [O] */
export function tellValues(own: Float64Array): OutputCurvature['tell'] {
  return (targets, item, values, scales) => {
    for (let output = 0; output < own.length; output += 1) {
      const target = targets[item * own.length + output];
      if (Number.isNaN(target)) continue;
      values[output] = target;
      scales[output] = own[output];
    }
  };
}

/** One class of several, by softmax of the outputs: diag(p) - p pᵀ = R Rᵀ with R = diag(√p) - p √pᵀ. */
export function curvatureOfClasses(outputs: number): OutputCurvature {
  return {
    outputs,
    targets: 1,
    blocks: [{ kind: 'classes', first: 0, size: outputs }],
    at: (f, targets, item) => {
      const label = targets[item];
      const largest = f.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
      const slope = f.map((value) => Math.exp(value - largest));
      const total = slope.reduce((sum, value) => sum + value, 0);
      const root = new Float64Array(outputs * outputs);
      for (let output = 0; output < outputs; output += 1) slope[output] /= total;
      for (let output = 0; output < outputs; output += 1)
        for (let column = 0; column < outputs; column += 1)
          root[output * outputs + column] =
            Math.sqrt(slope[column]) * ((output === column ? 1 : 0) - slope[output]);
      const loss = Math.log(total) - (f[label] - largest);
      slope[label] -= 1;
      return { slope, root, loss, known: 0, logStds: 0, isKnown: true };
    },
    tell: (targets, item, values, scales) => {
      values[targets[item]] = 1;
      scales.fill(1);
    },
  };
}
