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

/**
 * The runs of a sweep over all devices of the machine, so that as many train side by side as there is room for: each has as
 * many devices as it named, of the kind that it named, in turn. As they are where there is room for one alone.
 * @param present devices of this machine that can train
 */
export function spreadOver(
  experiments: readonly Settings[],
  present: readonly string[],
): readonly Settings[] {
  return experiments.map((settings, place) => {
    const groups = groupsLike(valueAt(settings, 'parallel.devices'), present);
    const own = groups[place % groups.length];
    return groups.length > 1 ? withValue(settings, 'parallel.devices', own) : settings;
  });
}

/** How many runs that name these devices could train side by side. */
export function sideBySide(named: readonly string[], present: readonly string[]): number {
  return Math.max(1, groupsLike(named, present).length);
}

/** The devices of the same kind, in groups as large as the one that is named. */
function groupsLike(named: unknown, present: readonly string[]): readonly (readonly string[])[] {
  const devices = Array.isArray(named) ? named.map(String) : [];
  const kind = kindOf(devices[0]);
  const isOfOneKind = devices.length > 0 && devices.every((device) => kindOf(device) === kind);
  const alike = isOfOneKind ? present.filter((device) => kindOf(device) === kind) : [];
  const count = Math.floor(alike.length / devices.length) || 0;
  return Array.from({ length: count }, (_, group) =>
    alike.slice(group * devices.length, (group + 1) * devices.length),
  );
}

function kindOf(device: string | undefined): string | undefined {
  return device?.split(':')[0];
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
