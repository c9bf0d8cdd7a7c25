import { BadInputError } from '../../src-shared/errors';
import { parseValue } from './settings-file';

/** The experiment with one setting changed, from `training.epochs=2`. Throws BadInputError where that cannot be. */
export function withSetting(experiment: unknown, assignment: string): unknown {
  const equals = assignment.indexOf('=');
  if (equals < 1)
    throw new BadInputError(
      `--set takes a setting and its value, such as training.epochs=2, not ${assignment}.`,
    );
  const path = assignment.slice(0, equals);
  return withValue(experiment, path.split('.'), parseValue(assignment.slice(equals + 1), path), path);
}

/** A copy of `holder` with `value` at `keys`; groups that are not there yet are made. */
export function withValue(holder: unknown, keys: readonly string[], value: unknown, path: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (holder !== undefined && !isGroup(holder))
    throw new BadInputError(
      `--set ${path}: ${path.split('.').slice(0, -keys.length).join('.')} has no settings inside; set it whole.`,
    );
  const inner = holder !== undefined && Object.hasOwn(holder, key) ? holder[key] : undefined;
  return { ...holder, [key]: withValue(inner, rest, value, path) };
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
