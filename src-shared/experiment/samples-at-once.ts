import { meshOf, splitEvenly } from '../devices/workload';
import type { Experiment } from './experiment';

/**
 * How many of a device's samples are in memory at once, of the device with the largest share.
 * @param devices that take part now
 */
export function samplesAtOnce({ training, parallel }: Experiment, devices: number): number {
  const { sampleGroups } = meshOf(parallel.mode, devices, parallel.dataGroups);
  const own = splitEvenly(training.samples, sampleGroups)[0]?.size ?? training.samples;
  return Math.min(own, training.samplesPerPass ?? own);
}
