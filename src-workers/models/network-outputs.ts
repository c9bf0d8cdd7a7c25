import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Noise, noiseFacts } from '../../src-shared/experiment/noise';
import type { Task } from '../data/run-data';

/**
 * The shape of what a network gives for one item: logits (log probabilities of ordered classes, whose link is its last layer), or values; where it predicts more of each value, as its noise,
 * its last axis is as many times as long. Several heads' lie one after the other.
 */
export function networkOutputs(task: Task, noise?: Noise): readonly number[] {
  if (task.kind === 'classification') return [task.classNames.length];
  if (task.kind === 'heads')
    return [task.heads.reduce((sum, head) => sum + sizeOf(networkOutputs(head.task, head.noise)), 0)];
  if (task.kind === 'segmentation') return [...task.targetShape, task.classNames.length];
  const each = noise ? (noiseFacts(noise).outputsPerValue?.(noise) ?? 1) : 1;
  const [last, ...others] = [...task.targetShape].reverse();
  return [...others.reverse(), each * last];
}
