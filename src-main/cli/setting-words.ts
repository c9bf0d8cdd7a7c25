import { experimentSchema } from '../../src-shared/experiment/experiment';
import { knownSettings } from '../../src-shared/experiment/known-settings';
import type { OfferedWord, WordQuestion } from './completion/offered-word';
import { readExperimentFile } from './experiment-file';

/** The settings of the experiment file that the command line names, each with the `=` before its value. */
export function settingWords({ before }: WordQuestion): readonly OfferedWord[] {
  const settings = knownSettings(experimentSchema, experimentNamed(before));
  const isGroup = (path: string) => settings.some((other) => other.startsWith(`${path}.`));
  return settings.filter((path) => !isGroup(path)).map((path) => ({ word: `${path}=` }));
}

function experimentNamed([, file = '']: readonly string[]): unknown {
  try {
    return readExperimentFile(file);
  } catch {
    return undefined;
  }
}
