import { resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { isSettings, parseValue, type Settings } from '../settings-file';

/** The experiment with one setting changed, from `training.epochs=2`. Throws BadInputError where that cannot be. */
export function withSetting(experiment: Settings, assignment: string): Settings {
  const equals = assignment.indexOf('=');
  if (equals < 1)
    throw new BadInputError(
      `--set takes a setting and its value, such as training.epochs=2, not ${assignment}.`,
    );
  const path = assignment.slice(0, equals);
  return withValue(experiment, path.split('.'), parseValue(assignment.slice(equals + 1), path), path);
}

/** A copy of `holder` with `value` at `keys`; groups that are not there yet are made. */
export function withValue(holder: unknown, keys: readonly string[], value: unknown, path: string): Settings {
  const [key = '', ...rest] = keys;
  if (holder !== undefined && !isSettings(holder))
    throw new BadInputError(
      `--set ${path}: ${path.split('.').slice(0, -keys.length).join('.')} has no settings inside; set it whole.`,
    );
  const inner = holder !== undefined && Object.hasOwn(holder, key) ? holder[key] : undefined;
  return { ...holder, [key]: rest.length === 0 ? value : withValue(inner, rest, value, path) };
}

/**
 * An experiment whose `data.path` stands on its own, so that its run can be gone on with from anywhere.
 * @param experiment unchecked
 * @param folder what a relative path starts from: the file's folder for what a file says, the person's own for an option
 */
export function withDataPathFrom(experiment: Settings, folder: string): Settings {
  const { data } = experiment;
  if (!isSettings(data) || typeof data.path !== 'string') return experiment;
  return { ...experiment, data: { ...data, path: resolve(folder, data.path) } };
}
