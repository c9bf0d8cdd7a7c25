import { basename, extname, join, resolve } from 'node:path';
import { readConfiguration } from '../../src-shared/sampling-parallelism/read-configuration';
import { readDevices } from '../devices/devices';
import { streamAtOnce } from '../export/stream-at-once';
import { refusedWriting } from '../refused-writing';
import type { CommandInput } from './command';
import { readSettingsFile } from './settings-file';

/**
 * Writes a configuration of sampling-parallelism as an experiment file, `<its name>.experiment.json`, for the devices of
 * this machine: its GPUs, or two CPU slots. Returns its path, and what has no counterpart here.
 */
export async function importConfiguration(
  input: CommandInput,
): Promise<{ readonly written: string; readonly notes: readonly string[] }> {
  const [file = ''] = input.positionals;
  const { experiment, notes } = readConfiguration(readSettingsFile(file), await usualDevices(), file);
  const outFolder = resolve(input.text('out') ?? '.');
  const written = join(outFolder, `${basename(file, extname(file))}.experiment.json`);
  try {
    await streamAtOnce(written, [`${JSON.stringify(experiment, null, 2)}\n`]);
  } catch (error) {
    throw refusedWriting(error, 'The experiment', outFolder);
  }
  return { written, notes };
}

async function usualDevices(): Promise<readonly string[]> {
  const { devices } = await readDevices();
  const gpus = devices.filter(({ kind }) => kind === 'gpu').map(({ id }) => id);
  return gpus.length > 0 ? gpus : ['cpu:0', 'cpu:1'];
}
