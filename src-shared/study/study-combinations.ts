import { longestName } from '../experiment/experiment';
import { isSettings, type Settings, settingText, withValue } from '../experiment/setting-paths';
import { settingWords, sharingWords } from './setting-words';
import { deviceLists, type Study, type StudyVariant, settingAxes } from './study';

/** One combination of the grid's values; what is undefined stays as in the base experiment. */
export interface Combination {
  readonly mode: string;
  readonly devices: readonly string[];
  readonly samples: number | undefined;
  readonly batchSize: number | undefined;
  readonly views: number | undefined;
  readonly seed: number | undefined;
  readonly variant: StudyVariant | undefined;
  /** By dotted path. */
  readonly settings: readonly (readonly [path: string, value: unknown])[];
}

/** Seeds change fastest but one: all settings with the first seed come first, so that a stopped study is of use. */
export function combinations(study: Study): Combination[] {
  const { grid, base } = study;
  const modes = grid.mode ?? [base.parallel.mode];
  const samplesOf = (devices: number): readonly (number | undefined)[] =>
    grid.samplesPerDevice?.map((samples) => samples * devices) ?? grid.samples ?? [undefined];
  return outerCombinations(study).flatMap(({ seed, variant, settings }) =>
    (grid.views ?? [undefined]).flatMap((views) =>
      (grid.batchSize ?? [undefined]).flatMap((batchSize) =>
        deviceLists(study).flatMap((devices) =>
          samplesOf(devices.length).flatMap((samples) =>
            modes.map((mode) => ({ mode, devices, samples, batchSize, views, seed, variant, settings })),
          ),
        ),
      ),
    ),
  );
}

function outerCombinations({ grid }: Study): readonly Pick<Combination, 'seed' | 'variant' | 'settings'>[] {
  const settings = settingAxes(grid).reduce<Combination['settings'][]>(
    (found, [path, values]) =>
      found.flatMap((one) => values.map((value) => [...one, [path, value] as const])),
    [[]],
  );
  return (grid.seeds ?? [undefined]).flatMap((seed) =>
    (grid.variants ?? [undefined]).flatMap((variant) =>
      settings.map((one) => ({ seed, variant, settings: one })),
    ),
  );
}

/** What a study gives a run of settings and variants that have no axis with a name of its own, as texts. */
export function variedOf({ variant, settings }: Combination): Readonly<Record<string, string>> {
  return {
    ...(variant ? { variant: variant.name } : {}),
    ...Object.fromEntries(settings.map(([path, value]) => [path, textOf(value)])),
  };
}

function textOf(value: unknown): string {
  return isSettings(value) ? JSON.stringify(value) : settingText(value);
}

/** Why a combination is no run; undefined where it is one. */
export function reasonToLeaveOut({ mode, devices }: Combination): string | undefined {
  if (mode === 'local' && devices.length > 1) return 'Mode local runs on one device only.';
  if (mode !== 'hybrid' || devices.length === 1 || dataGroupsFor(devices.length) > 1) return undefined;
  return `Mode hybrid is left out for ${devices.length} devices: they make no mesh of several sample groups and several data groups.`;
}

/** The data groups (D) of a mesh as square as it can be, never with more data groups than sample groups. */
function dataGroupsFor(devices: number): number {
  let groups = Math.floor(Math.sqrt(devices));
  while (devices % groups !== 0) groups -= 1;
  return groups;
}

/** On one device every mode is the same run; it is run once, as `local`, and begins every mode's line. */
export function experimentOf({ name, base }: Study, combination: Combination): unknown {
  const { devices, samples, batchSize, views, seed } = combination;
  const mode = devices.length === 1 ? 'local' : combination.mode;
  const { dataGroups: _dataGroups, ...parallel } = base.parallel;
  return withSettings(combination, {
    ...base,
    name: runName(name, inFormWords({ ...combination, mode })),
    ...(seed === undefined ? {} : { seed }),
    training: {
      ...base.training,
      ...(samples === undefined ? {} : { samples }),
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(views === undefined ? {} : { views }),
    },
    parallel: {
      ...parallel,
      mode,
      devices,
      ...(mode === 'hybrid' ? { dataGroups: dataGroupsFor(devices.length) } : {}),
    },
  });
}

function withSettings({ variant, settings }: Combination, experiment: Settings): Settings {
  const all = [...Object.entries(variant?.settings ?? {}), ...settings];
  return all.reduce((made, [path, value]) => withValue(made, path, value), experiment);
}

/** Whether it says by its settings how the work is shared. */
export function saysItself({ variant, settings }: Combination): boolean {
  const paths = [...Object.keys(variant?.settings ?? {}), ...settings.map(([path]) => path)];
  return paths.some((path) => path === 'parallel' || path.startsWith('parallel.'));
}

/** What tells a run from the study's others stays whole: where a name would be too long, that of the study is cut. */
function runName(study: string, said: string): string {
  const room = longestName - said.length - 2;
  if (study.length <= room) return `${study}: ${said}`;
  return room > 1 ? `${study.slice(0, room - 1).trimEnd()}…: ${said}` : `${said.slice(0, longestName - 1)}…`;
}

/** In the words of the form: as a part of a run’s name, and where a combination is refused. */
export function inFormWords(combination: Combination): string {
  const { mode, devices, samples, batchSize, views, seed } = combination;
  return [
    ...Object.entries(variedOf(combination)).map(([path, text]) =>
      path === 'variant' ? text : settingWords(path, text),
    ),
    saysItself(combination) ? '' : sharingWords(mode, devices.length),
    samples === undefined ? '' : `${samples} ${samples === 1 ? 'sample' : 'samples'}`,
    batchSize === undefined ? '' : `${batchSize} ${batchSize === 1 ? 'item' : 'items'} a step`,
    views === undefined ? '' : `${views} ${views === 1 ? 'view' : 'views'}`,
    seed === undefined ? '' : `seed ${seed}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
