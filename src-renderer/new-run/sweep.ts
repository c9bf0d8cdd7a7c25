import { gridExperiments } from '../../src-shared/experiment/experiment-grid';
import type { Problem } from '../../src-shared/experiment/problem';
import { checkExperiment } from '../../src-shared/experiment/problems';
import { type Settings, settingText, valueAt, withValue } from '../../src-shared/experiment/setting-paths';
import { readField } from '../settings/assemble';
import type { Field } from '../settings/field';
import { allFields, labelOf } from '../settings/fields';

/** One setting that a sweep varies, and its values as they are typed. */
export interface SweepRow {
  readonly path: string;
  readonly text: string;
}

export interface Sweep {
  /** One for each combination, named by what is its own; empty where something is wrong. */
  readonly experiments: readonly Settings[];
  readonly problems: readonly Problem[];
}

/** What stands between the values of a setting: lists have commas of their own. */
export function separatorOf(path: string): ',' | ';' {
  const kind = fieldOf(path)?.kind;
  return kind?.endsWith('-list') ? ';' : ',';
}

/** Every combination of the rows' values over one experiment. */
export function sweepOf(base: Settings, rows: readonly SweepRow[]): Sweep {
  const axes = rows.map(readRow);
  const unreadable = axes.flatMap(({ problems }) => problems);
  if (unreadable.length > 0) return { experiments: [], problems: unreadable };
  const made = gridExperiments(base, axes) as readonly Settings[];
  const experiments = made.map((settings) => named(settings, rows));
  const problems = experiments.flatMap((settings) => {
    const checked = checkExperiment(settings);
    return checked.ok ? [] : checked.problems;
  });
  const first = problems.slice(0, 1);
  return { experiments: problems.length > 0 ? [] : experiments, problems: first };
}

function readRow({ path, text }: SweepRow) {
  const field = fieldOf(path);
  const parts = text
    .split(separatorOf(path))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (!field || parts.length === 0)
    return { path, values: [], problems: [{ path, message: 'Name at least one value.' }] };
  const read = parts.map((part) => readField(field, part));
  const problems = read.flatMap(({ message }) => (message ? [{ path, message }] : []));
  return { path, values: read.map(({ value }) => value), problems };
}

function named(settings: Settings, rows: readonly SweepRow[]): Settings {
  const own = rows.map(
    ({ path }) => `${labelOf(path).toLowerCase()} ${settingText(valueAt(settings, path))}`,
  );
  return withValue(settings, 'name', [String(settings.name), ...own].join(', ').slice(0, 120));
}

function fieldOf(path: string): Field | undefined {
  return allFields.find((field) => field.path === path);
}
