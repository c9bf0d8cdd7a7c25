import { basename, extname, join, resolve } from 'node:path';
import { streamAtOnce } from '../export/stream-at-once';
import { importConfiguration } from '../import/configuration';
import { refusedWriting } from '../refused-writing';
import type { CommandInput } from './command';

/**
 * Writes a configuration of sampling-parallelism as an experiment file, `<its name>.experiment.json`. Returns
 * its path, and what has no counterpart here.
 */
export async function writeConfiguration(
  input: CommandInput,
): Promise<{ readonly written: string; readonly notes: readonly string[] }> {
  const [file = ''] = input.positionals;
  const { experiment, notes } = await importConfiguration(file);
  const outFolder = resolve(input.text('out') ?? '.');
  const written = join(outFolder, `${basename(file, extname(file))}.experiment.json`);
  try {
    await streamAtOnce(written, [`${JSON.stringify(experiment, null, 2)}\n`]);
  } catch (error) {
    throw refusedWriting(error, 'The experiment', outFolder);
  }
  return { written, notes };
}
