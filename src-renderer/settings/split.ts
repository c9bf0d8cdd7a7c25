import { meshOf, type Share, shareWork } from '../../src-shared/devices/workload';
import { itemCounts } from '../../src-shared/experiment/data';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { plannedSteps } from '../../src-shared/experiment/planned-steps';

/** One device's part of a step, as the form draws and says it. */
export interface DeviceShare extends Share {
  readonly device: string;
  readonly sentence: string;
}

/** How the devices of a checked experiment divide a step's samples and items among them. */
export function splitOf({ parallel, training }: Experiment): readonly DeviceShare[] {
  const mesh = meshOf(parallel.mode, parallel.devices.length, parallel.dataGroups);
  const shares = shareWork(training.samples, training.batchSize, mesh.sampleGroups, mesh.dataGroups);
  return shares.map((share) => {
    const device = parallel.devices[share.rank] ?? `worker ${share.rank}`;
    const onItems = mesh.dataGroups > 1 ? ` on ${rangeText('item', share.firstItem, share.items)}` : '';
    const draws = rangeText('sample', share.firstSample, share.samples);
    return { ...share, device, sentence: `${device} draws ${draws}${onItems}` };
  });
}

/** Positions counted from 0: "sample 2", "samples 0–3". */
export function rangeText(noun: string, first: number, count: number): string {
  return count === 1 ? `${noun} ${first}` : `${noun}s ${first}–${first + count - 1}`;
}

/** Steps of the whole run, where the number of its items is known. */
export function totalSteps(experiment: Experiment): number | undefined {
  const items = itemCounts(experiment.data)?.train;
  return items ? plannedSteps(experiment, items).totalSteps : undefined;
}
