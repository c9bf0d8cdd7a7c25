import { BadInputError } from '../../src-shared/errors';
import { readSettingsFile, type Settings } from './settings-file';

const needed = ['data', 'model', 'parallel'];

/** What an experiment file holds, unchecked. Throws BadInputError where it is something else, or wrong syntax. */
export function readExperimentFile(file: string): Settings {
  const settings = readSettingsFile(file);
  if (isStudy(settings))
    throw new BadInputError(`${file} is a study, not an experiment: use \`parasample study ${file}\`.`);
  if (!needed.some((name) => name in settings))
    throw new BadInputError(
      `${file} is no experiment: it has none of data, model and parallel. examples/ holds some to begin with.`,
    );
  return settings;
}

/** What a study file holds, unchecked. Throws BadInputError where it is something else, or wrong syntax. */
export function readStudyFile(file: string): Settings {
  const settings = readSettingsFile(file);
  if (!isStudy(settings) && 'model' in settings)
    throw new BadInputError(`${file} is an experiment, not a study: use \`parasample run ${file}\`.`);
  if (!isStudy(settings))
    throw new BadInputError(
      `${file} is no study: it has neither base nor grid. examples/studies/ holds some to begin with.`,
    );
  return settings;
}

/** A study has its experiment inside, and what to vary in it. */
function isStudy(settings: Settings): boolean {
  return 'base' in settings || 'grid' in settings;
}
