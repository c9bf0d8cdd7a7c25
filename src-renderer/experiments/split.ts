import type { Experiment } from '../../src-shared/experiment';
import { meshOf, shareWork } from '../../src-shared/workload';

/** One device's part of a step, as the form draws and says it. */
export interface DeviceShare {
  readonly device: string;
  readonly firstSample: number;
  readonly samples: number;
  readonly items: number;
  readonly sentence: string;
}

/** How the devices of a checked experiment divide a step's samples and items among them. */
export function splitOf({ parallel, training }: Experiment): readonly DeviceShare[] {
  const mesh = meshOf(parallel.mode, parallel.devices.length, parallel.dataGroups);
  const shares = shareWork(training.samples, training.batchSize, mesh.sampleGroups, mesh.dataGroups);
  return shares.map(({ rank, firstSample, samples, items }) => {
    const device = parallel.devices[rank] ?? `worker ${rank}`;
    return { device, firstSample, samples, items, sentence: shareSentence(device, firstSample, samples) };
  });
}

function shareSentence(device: string, first: number, samples: number): string {
  if (samples === 1) return `${device} draws sample ${first}`;
  return `${device} draws samples ${first}–${first + samples - 1}`;
}

/**
 * Steps of the whole run on so many training items. The items that do not fill an epoch's last batch are left to
 * later epochs.
 */
export function totalSteps({ data, training }: Experiment, trainItems: number): number {
  const items = trainItems - Math.round(trainItems * data.validationFraction);
  const all = training.epochs * Math.floor(items / Math.min(training.batchSize, items));
  return training.steps === undefined ? all : Math.min(all, training.steps);
}
