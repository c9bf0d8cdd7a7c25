import { dirname } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { isSettings, readSettingsFile, type Settings } from '../settings-file';
import { settingWithPathsFrom, withPathsFrom } from './settings';

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

/** What a study file holds, unchecked, as `readExperimentFile` does; the experiment is inside, as `base`, and what its grid varies. */
export function readStudyFile(file: string): Settings {
  const settings = readSettingsFile(file);
  if (!isStudy(settings) && 'model' in settings)
    throw new BadInputError(`${file} is an experiment, not a study: use \`parasample run ${file}\`.`);
  if (!isStudy(settings))
    throw new BadInputError(
      `${file} is no study: it has neither base nor grid. examples/studies/ holds some to begin with.`,
    );
  const { base, grid } = settings;
  return {
    ...settings,
    ...(isSettings(base) ? { base: withPathsFrom(base, dirname(file)) } : {}),
    ...(isSettings(grid) ? { grid: gridWithPathsFrom(grid, dirname(file)) } : {}),
  };
}

function gridWithPathsFrom(grid: Settings, folder: string): Settings {
  return mapSettings(grid, (axis, values) => {
    if (!Array.isArray(values)) return values;
    return axis === 'variants'
      ? values.map((variant) => variantWithPathsFrom(variant, folder))
      : values.map((value) => settingWithPathsFrom(axis, value, folder));
  });
}

function variantWithPathsFrom(variant: unknown, folder: string): unknown {
  if (!isSettings(variant) || !isSettings(variant.settings)) return variant;
  const settings = mapSettings(variant.settings, (path, value) => settingWithPathsFrom(path, value, folder));
  return { ...variant, settings };
}

function mapSettings(settings: Settings, change: (path: string, value: unknown) => unknown): Settings {
  return Object.fromEntries(Object.entries(settings).map(([path, value]) => [path, change(path, value)]));
}

/** A study has its experiment inside, and what to vary in it. */
function isStudy(settings: Settings): boolean {
  return 'base' in settings || 'grid' in settings;
}
