import { BadInputError } from '../../src-shared/errors';
import { readSettingsFile, type Settings } from '../settings-file';

/** Throws BadInputError where a file named as a run's is an experiment or a study, which are JSON as well. */
export function refuseSettings(file: string): void {
  const settings = settingsIn(file);
  if ('base' in settings)
    throw new BadInputError(`${file} is a study, not a run: \`parasample study ${file}\` runs it.`);
  if ('model' in settings && 'data' in settings)
    throw new BadInputError(`${file} is an experiment, not a run: \`parasample run ${file}\` starts it.`);
}

function settingsIn(file: string): Settings {
  try {
    return readSettingsFile(file);
  } catch {
    return {};
  }
}
