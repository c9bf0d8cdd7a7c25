import { resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { valueAt, withValue } from '../../src-shared/experiment/setting-paths';
import { ownPathSettings } from '../api/window-paths';
import { isSettings, parseValue, type Settings } from '../settings-file';

/** The experiment with one setting changed, from `training.epochs=2`. Throws BadInputError where that cannot be. */
export function withSetting(experiment: Settings, assignment: string): Settings {
  const equals = assignment.indexOf('=');
  if (equals < 1)
    throw new BadInputError(
      `--set takes a setting and its value, such as training.epochs=2, not ${assignment}.`,
    );
  const path = assignment.slice(0, equals);
  const keys = path.split('.');
  const groups = keys.slice(0, -1).map((_, index) => keys.slice(0, index + 1).join('.'));
  const plain = groups.find((group) => !isGroupOrMissing(valueAt(experiment, group)));
  if (plain !== undefined)
    throw new BadInputError(`--set ${path}: ${plain} has no settings inside; set it whole.`);
  return withValue(experiment, path, parseValue(assignment.slice(equals + 1), path));
}

function isGroupOrMissing(value: unknown): boolean {
  return value === undefined || isSettings(value);
}

/**
 * An experiment whose paths of data, networks and weights stand on their own, so that its run can be gone on with from anywhere.
 * @param experiment unchecked
 * @param folder what a relative path starts from: the file's folder for what a file says, the person's own for an option
 */
export function withPathsFrom(experiment: Settings, folder: string): Settings {
  return ownPathSettings.reduce<Settings>((settings, name) => {
    const path = valueAt(settings, name);
    return typeof path === 'string' ? withValue(settings, name, resolve(folder, path)) : settings;
  }, experiment);
}

/**
 * What stands in the place of a setting, or of a whole part of an experiment, with such paths.
 * @param setting its dotted path
 */
export function settingWithPathsFrom(setting: string, value: unknown, folder: string): unknown {
  return valueAt(withPathsFrom(withValue({}, setting, value), folder), setting);
}
