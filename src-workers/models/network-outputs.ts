import { type Noise, noiseFacts } from '../../src-shared/experiment/noise';
import type { Task } from '../data/run-data';

/**
 * The shape of what a network gives for one item: logits, or values; where it predicts the noise too, its last axis is
 * twice as long.
 */
export function networkOutputs(task: Task, noise?: Noise): readonly number[] {
  if (task.kind === 'classification') return [task.classNames.length];
  if (task.kind === 'segmentation') return [...task.targetShape, task.classNames.length];
  if (!noise || !noiseFacts(noise).isPredicted) return task.targetShape;
  const [last, ...others] = [...task.targetShape].reverse();
  return [...others.reverse(), 2 * last];
}
