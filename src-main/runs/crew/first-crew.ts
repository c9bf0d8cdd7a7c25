import type { Device } from '../../../src-shared/devices/devices';
import { type CrewSplit, survivingCrew } from './surviving-crew';

/** The split that a run begins with and what is to be said of it, or why it cannot begin. */
export type FirstCrew =
  | { readonly split: CrewSplit; readonly notes: readonly string[] }
  | { readonly failure: string };

/**
 * The split over those devices that are still there when the run's turn comes: it may have waited for days. The run fails where
 * none is, or where it is not to go on without one (`parallel.elastic`).
 * @param present what the machine has now
 */
export function firstCrew({ devices, experiment }: CrewSplit, present: readonly Device[]): FirstCrew {
  const reasons = devices.map((device) => whyLost(device, present));
  const lost = reasons.flatMap((reason, rank) => (reason === undefined ? [] : [rank]));
  const losses = reasons.flatMap((reason) => reason ?? []);
  const { elastic, share = 1 } = experiment.parallel;
  const [failure] = losses;
  if (failure !== undefined && (!elastic || lost.length === devices.length)) return { failure };
  const now = devices.map((device) => present.find(({ id }) => id === device.id) ?? device);
  const split = survivingCrew({ devices: now, experiment }, lost);
  const others = share > 1 ? [] : split.devices.flatMap((device) => othersOn(device) ?? []);
  return { split, notes: [...losses, ...others] };
}

/**
 * Why a run cannot train on a device that it could train on when it was queued, as a sentence; undefined where it still can.
 * @param present what the machine has now
 */
export function whyLost(device: Device, present: readonly Device[]): string | undefined {
  const { id } = device;
  const now = present.find((one) => one.id === id);
  if (!now) {
    const names = present.map((one) => one.id).join(', ');
    return `${id} was there when the run was queued and is gone: this machine has ${names} now; nvidia-smi may say why, and the run can be continued on other devices.`;
  }
  if (now.kind !== 'gpu' || device.kind !== 'gpu') return undefined;
  if (now.uuid !== device.uuid)
    return `${id} is another GPU now (${now.name}, ${now.uuid}) than when the run was queued (${device.name}, ${device.uuid}); the run can be continued on the devices that are there.`;
  return now.hindrance && `${id} could train when the run was queued, and cannot now: ${now.hindrance}`;
}

/** Says which programs hold memory of a GPU that a run is to have for itself; undefined where none does. */
function othersOn(device: Device): string | undefined {
  if (device.kind === 'cpu' || !device.users?.length) return undefined;
  const programs = device.users.map(({ program, pid, memoryMB }) => {
    const memory = memoryMB === undefined ? '' : `, ${memoryMB} MB`;
    return `${program} (process ${pid}${memory})`;
  });
  return `${device.id} is used by ${programs.join(', ')} too: all of them are slower, and share its memory.`;
}
