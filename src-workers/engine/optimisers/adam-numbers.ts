/** Adam's constants (arXiv 1412.6980, section 2). */
export const adamBeta1 = 0.9;
export const adamBeta2 = 0.999;
export const adamEpsilon = 1e-8;

/** How far a step goes for an average gradient of one deviation: the learning rate with both corrections. */
export function adamStepSize(learningRate: number, step: number): number {
  return (learningRate * Math.sqrt(1 - adamBeta2 ** step)) / (1 - adamBeta1 ** step);
}

/**
 * Bias corrections of one step. PyTorch adds epsilon to sqrt(v_hat), TensorFlow's kernel to sqrt(v);
 * `epsilon` is scaled so that the second computes the first.
 * @param step counts from 1
 */
export function adamCorrections(step: number): {
  readonly beta1Power: number;
  readonly beta2Power: number;
  readonly epsilon: number;
} {
  const beta1Power = adamBeta1 ** step;
  const beta2Power = adamBeta2 ** step;
  return { beta1Power, beta2Power, epsilon: adamEpsilon * Math.sqrt(1 - beta2Power) };
}
