import type { Device } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';

/**
 * The machine's devices that the experiment names, in its order. Throws BadInputError for one that is not there, or on which
 * nothing can train.
 */
export function chosenDevices(ids: readonly string[], present: readonly Device[]): Device[] {
  return ids.map((id) => {
    const device = present.find((one) => one.id === id);
    if (device?.kind === 'gpu' && device.hindrance) throw new BadInputError(device.hindrance);
    if (device) return device;
    const names = present.map((one) => one.id).join(', ');
    throw new BadInputError(`${id} is not on this machine, which has ${names}.`);
  });
}
