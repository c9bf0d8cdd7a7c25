import { dirname } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { isSettings, readSettingsFile, type Settings } from '../settings-file';
import { withPathsFrom } from './settings';

const needed = ['data', 'model', 'parallel'];

/**
 * What an experiment file holds, unchecked, its paths resolved from the file's own folder. Throws
 * BadInputError where it is something else, or wrong syntax.
 */
export function readExperimentFile(file: string): Settings {
  const settings = readSettingsFile(file);
  if (isStudy(settings))
    throw new BadInputError(`${file} is a study, not an experiment: use \`parasample study ${file}\`.`);
  if (!needed.some((name) => name in settings))
    throw new BadInputError(
      `${file} is no experiment: it has none of data, model and parallel. examples/ holds some to begin with.`,
    );
  return withPathsFrom(settings, dirname(file));
}

/** What a study file holds, unchecked, as `readExperimentFile` does; the experiment is inside, as `base`. */
export function readStudyFile(file: string): Settings {
  const settings = readSettingsFile(file);
  if (!isStudy(settings) && 'model' in settings)
    throw new BadInputError(`${file} is an experiment, not a study: use \`parasample run ${file}\`.`);
  if (!isStudy(settings))
    throw new BadInputError(
      `${file} is no study: it has neither base nor grid. examples/studies/ holds some to begin with.`,
    );
  const { base } = settings;
  return isSettings(base) ? { ...settings, base: withPathsFrom(base, dirname(file)) } : settings;
}

/** A study has its experiment inside, and what to vary in it. */
function isStudy(settings: Settings): boolean {
  return 'base' in settings || 'grid' in settings;
}
