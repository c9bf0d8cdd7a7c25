import { basename, extname, join, resolve } from 'node:path';
import { streamAtOnce } from '../export/stream-at-once';
import { importConfiguration } from '../import/configuration';
import { refuseOverInput } from '../refuse-over-input';
import { refusedWriting } from '../refused-writing';
import { WrittenFiles } from '../written-files';
import type { CommandInput, CommandSurroundings } from './command';

/**
 * Writes a configuration of sampling-parallelism as an experiment file, `<its name>.experiment.json`. Returns
 * its path, and what has no counterpart here.
 */
export async function writeConfiguration(
  input: CommandInput,
  { folders }: CommandSurroundings,
): Promise<{ readonly written: string; readonly notes: readonly string[] }> {
  const [file = ''] = input.positionals;
  const { experiment, notes } = await importConfiguration(file);
  const outFolder = resolve(input.text('out') ?? '.');
  const written = join(outFolder, `${basename(file, extname(file))}.experiment.json`);
  const replacing = new WrittenFiles(folders.home, input.flag('force') ? 'anything' : 'own files');
  refuseOverInput([written], [file]);
  replacing.refuseForeign([written]);
  try {
    await streamAtOnce(written, [`${JSON.stringify(experiment, null, 2)}\n`]);
  } catch (error) {
    throw refusedWriting(error, 'The experiment', outFolder);
  }
  replacing.note([written]);
  return { written, notes };
}
