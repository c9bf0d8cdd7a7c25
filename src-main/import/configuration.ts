import { readDevices } from '../devices/devices';
import { refuseSettings } from '../run-import/refuse-settings';
import { type ReadConfiguration, readConfiguration } from '../sampling-parallelism/read-configuration';
import { readSettingsFile } from '../settings-file';

/**
 * The experiment of a configuration file of sampling-parallelism, for the devices of this machine: its GPUs, or two
 * CPU slots. Throws BadInputError naming the file.
 */
export async function importConfiguration(file: string): Promise<ReadConfiguration> {
  const settings = readSettingsFile(file);
  refuseSettings(settings, file);
  return readConfiguration(settings, await usualDevices(), file);
}

async function usualDevices(): Promise<readonly string[]> {
  const { devices } = await readDevices();
  const gpus = devices.filter(({ kind }) => kind === 'gpu').map(({ id }) => id);
  return gpus.length > 0 ? gpus : ['cpu:0', 'cpu:1'];
}
