import type { OptimiserStep } from '../pass';
import { adamBeta1, adamBeta2, adamCorrections, adamStepSize } from './adam-numbers';
import type { Stretch, Update } from './optimiser';

/** What a step of Adam is made of, but for the weight decay. */
export function adamUpdate({ learningRate, step }: OptimiserStep): Omit<Update, 'decay' | 'shrink'> {
  const { epsilon } = adamCorrections(step);
  return { rate: adamStepSize(learningRate, step), a: 1 - adamBeta1, b: 1 - adamBeta2, epsilon };
}

/** PyTorch's form of Adam, with decay that joins the gradient and decay that goes past the moments. */
export function moveByAdam(
  { parameters, gradients, moments: [first, second], first: begin, end, scale }: Stretch,
  { decay, shrink, rate, a, b, epsilon }: Update,
): void {
  for (let at = begin; at < end; at += 1) {
    const gradient = scale * gradients[at] + decay * parameters[at];
    first[at] += (gradient - first[at]) * a;
    second[at] += (gradient * gradient - second[at]) * b;
    parameters[at] -= shrink * parameters[at];
    parameters[at] -= (rate * first[at]) / (Math.sqrt(second[at]) + epsilon);
  }
}
