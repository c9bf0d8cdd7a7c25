import { BadInputError } from '../../src-shared/errors';
import { readSettingsFile, type Settings } from '../settings-file';

/** Throws BadInputError where what somebody wants to import is an experiment or a study, which are started instead. */
export function refuseSettings(settings: Settings, file: string): void {
  if ('base' in settings)
    throw new BadInputError(
      `${file} is a study, which is not imported: \`parasample study ${file}\` runs it.`,
    );
  if ('model' in settings && 'data' in settings)
    throw new BadInputError(
      `${file} is an experiment, which is not imported: \`parasample run ${file}\` starts it.`,
    );
}

/** The same for a file that may hold settings, or anything else. */
export function refuseSettingsFile(file: string): void {
  refuseSettings(settingsIn(file), file);
}

function settingsIn(file: string): Settings {
  try {
    return readSettingsFile(file);
  } catch {
    return {};
  }
}
