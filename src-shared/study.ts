import { z } from 'zod';
import {
  deviceIdSchema,
  type Experiment,
  parallelModeSchema,
  viewsOfAugmentation,
} from './experiment/experiment';
import { mostRunsAtOnce } from './experiment/experiment-grid';
import type { Problem } from './experiment/problem';
import { checkExperiment, describeProblems, shapeProblems } from './experiment/problems';
import { isSettings, type Settings, settingText, withValue } from './experiment/setting-paths';
import { meaningOf } from './metrics';
import { nearest } from './nearest';

/** A study: one base experiment run with many settings, and a question that the runs answer together. */

const count = z.int().min(1);
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .min(1)
    .max(100)
    .refine((values) => new Set(values.map((one) => JSON.stringify(one))).size === values.length, {
      message: 'Names a value twice; name each once.',
    })
    .optional();

/** Several settings that belong together, under the name that its results have: a method with what it needs. */
const variantSchema = z.strictObject({
  name: z.string().trim().min(1).max(40),
  /** By dotted path: `inference.method`. */
  settings: z.record(z.string().min(1), z.json()),
});
export type StudyVariant = Readonly<z.output<typeof variantSchema>>;

const namedAxes = {
  mode: list(parallelModeSchema),
  /** Names of devices, or how many: 2 takes the first two of the kind that the base experiment names. */
  devices: list(z.union([count, z.array(deviceIdSchema).min(1)])),
  samples: list(count),
  /** Samples grow with the devices; in place of `samples`. */
  samplesPerDevice: list(count),
  batchSize: list(count),
  /** Random views of each picture. */
  views: list(z.int().min(0)),
  seeds: list(z.int().min(0).max(2147483647)),
  variants: list(variantSchema),
};

/** Beside the named axes any setting by its dotted path, such as `training.optimizer.learningRate`. */
const gridSchema = z.object(namedAxes).catchall(z.array(z.json()).min(1).max(100));

/** What this module itself must know of an experiment; the rest is checked with each run's settings in place. */
const baseSchema = z.looseObject({
  training: z.looseObject({}).optional(),
  parallel: z.looseObject({
    mode: z.string().default('local'),
    devices: z.array(deviceIdSchema).min(1),
    threadsPerDevice: count.optional(),
  }),
});

const studySettings = z.strictObject({
  name: z.string().trim().min(1).max(60),
  kind: z.enum(['weak-scaling', 'strong-scaling', 'epochs-to-target', 'grid']),
  /** An experiment; the grid's values replace its own. */
  base: baseSchema,
  grid: gridSchema,
  /** For kind epochs-to-target: a run is there once the metric is as good as this. */
  target: z.strictObject({ metric: z.string().min(1).max(80), value: z.number() }).optional(),
  /** Steps at a run's start that step times leave out. */
  warmupSteps: z.int().min(0).default(5),
});

/** Earlier versions varied `augmentation`, as experiments had it. */
function withViews(given: z.input<typeof studySettings>): z.input<typeof studySettings> {
  const { augmentation, ...grid } = (given?.grid ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(augmentation)) return given;
  const samples = given.base?.training?.samples;
  const views = augmentation.map((one) => viewsOfAugmentation(one, samples));
  return { ...given, grid: { ...grid, views: [...new Set(views)] } };
}

export const studySchema = z.preprocess<
  z.input<typeof studySettings>,
  typeof studySettings,
  z.input<typeof studySettings>
>(withViews, studySettings);
export type Study = Readonly<z.output<typeof studySchema>>;
export type StudyKind = Study['kind'];
export type StudyTarget = NonNullable<Study['target']>;

/** One run of a study. */
export interface PlannedRun {
  /** The same for two experiments exactly when they differ in their names alone. */
  readonly key: string;
  readonly experiment: Experiment;
  /** What the study gives it of settings and variants that have no axis with a name of its own, as texts. */
  readonly varied: Readonly<Record<string, string>>;
}

export interface StudyPlan {
  readonly study: Study;
  readonly runs: readonly PlannedRun[];
  /** What was left out of the grid, and why, as sentences. */
  readonly leftOut: readonly string[];
}

export type CheckedStudy =
  | { readonly ok: true; readonly plan: StudyPlan }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One combination of the grid's values; what is undefined stays as in the base experiment. */
interface Combination {
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

/** Checks a study from anywhere and lists its runs, in the order in which they should be run; starts nothing. */
export function planStudy(value: unknown): CheckedStudy {
  const parsed = studySchema.safeParse(value, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: shapeProblems(studySchema, value, parsed.error.issues) };
  const study = parsed.data;
  const problems = studyProblems(study);
  return problems.length > 0 ? { ok: false, problems } : expand(study);
}

/** Whether a study of this kind is about times, so that its runs must not run side by side. */
export function measuresTime(kind: StudyKind): boolean {
  return kind === 'weak-scaling' || kind === 'strong-scaling';
}

/** The settings of an experiment as one text that does not depend on its name or the order of its keys. */
export function settingsKey({ name: _name, ...settings }: Experiment): string {
  return JSON.stringify(settings, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function studyProblems(study: Study): Problem[] {
  return [
    ...axisProblems(study),
    ...sampleProblems(study),
    ...scalingProblems(study),
    ...targetProblems(study),
    ...sizeProblems(study),
  ];
}

function axisProblems({ grid }: Study): Problem[] {
  const unknown = settingAxes(grid).filter(([path]) => !path.includes('.'));
  return unknown.map(([path]) => ({
    path: `grid.${path}`,
    message: `There is no such setting.${axisMeant(path)}`,
  }));
}

function axisMeant(path: string): string {
  const names = Object.keys(namedAxes);
  const near = nearest(path, names);
  return near === undefined
    ? ` A grid varies ${names.join(', ')}, and settings by their dotted path, such as training.optimizer.learningRate.`
    : ` Did you mean grid.${near}?`;
}

/** The axes that are settings by their dotted path. */
function settingAxes(grid: Study['grid']): readonly (readonly [path: string, values: readonly unknown[]])[] {
  return Object.entries(grid).flatMap(([path, values]) =>
    Object.hasOwn(namedAxes, path) || !Array.isArray(values) ? [] : [[path, values] as const],
  );
}

function sampleProblems({ kind, grid }: Study): Problem[] {
  if (kind === 'weak-scaling' && !grid.samplesPerDevice)
    return [
      { path: 'grid.samplesPerDevice', message: 'Weak scaling needs it: samples grow with the devices.' },
    ];
  if (kind === 'strong-scaling' && grid.samplesPerDevice)
    return [
      { path: 'grid.samplesPerDevice', message: 'Strong scaling keeps the samples fixed; use grid.samples.' },
    ];
  if (grid.samples && grid.samplesPerDevice)
    return [{ path: 'grid.samples', message: 'Name either samples or samplesPerDevice, not both.' }];
  return [];
}

function scalingProblems(study: Study): Problem[] {
  if (!measuresTime(study.kind)) return [];
  const devices = deviceLists(study);
  const problems: Problem[] = [];
  if (new Set(devices.map(({ length }) => length)).size < 2)
    problems.push({
      path: 'grid.devices',
      message: 'Scaling needs at least two numbers of devices: [1, 2].',
    });
  const usesSlots = devices.flat().some((device) => device.startsWith('cpu:'));
  if (usesSlots && study.base.parallel.threadsPerDevice === undefined)
    problems.push({
      path: 'base.parallel.threadsPerDevice',
      message:
        'Scaling over CPU slots needs it, such as 1: without it one slot alone gets every core, and several share them.',
    });
  return problems;
}

function targetProblems({ kind, target }: Study): Problem[] {
  if (kind !== 'epochs-to-target')
    return target ? [{ path: 'target', message: `Belongs to kind epochs-to-target; ${kind} has none.` }] : [];
  if (!target)
    return [
      {
        path: 'target',
        message: 'Epochs to what? Name one: {"metric": "validation.accuracy", "value": 0.9}.',
      },
    ];
  const isFollowed = /^(validation|train)\./.test(target.metric);
  if (isFollowed && meaningOf(target.metric).better !== 'neither') return [];
  return [
    {
      path: 'target.metric',
      message: `${target.metric} is not measured after every epoch as better or worse; use validation.accuracy or validation.nll.`,
    },
  ];
}

function sizeProblems({ grid }: Study): Problem[] {
  const runs = Object.values(grid).reduce((product, values) => product * (values?.length ?? 1), 1);
  if (runs <= mostRunsAtOnce) return [];
  return [{ path: 'grid', message: `Makes ${runs} runs; a study has at most ${mostRunsAtOnce}.` }];
}

function expand(study: Study): CheckedStudy {
  const leftOut = new Set<string>();
  const problems = new Map<string, Problem>();
  const runs = new Map<string, PlannedRun>();
  for (const combination of combinations(study)) {
    const reason = reasonToLeaveOut(combination);
    if (reason) {
      leftOut.add(reason);
      continue;
    }
    const checked = checkExperiment(experimentOf(study, combination));
    if (checked.ok) {
      const key = settingsKey(checked.experiment);
      runs.set(key, { key, experiment: checked.experiment, varied: variedOf(combination) });
    } else {
      const message = describeProblems(checked.problems);
      problems.set(message, { path: describeCombination(combination), message });
    }
  }
  if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
  if (runs.size === 0) return { ok: false, problems: [{ path: 'grid', message: [...leftOut].join(' ') }] };
  return { ok: true, plan: { study, runs: [...runs.values()], leftOut: [...leftOut] } };
}

/** Seeds change fastest but one: all settings with the first seed come first, so that a stopped study is of use. */
function combinations(study: Study): Combination[] {
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

function variedOf({ variant, settings }: Combination): Readonly<Record<string, string>> {
  return {
    ...(variant ? { variant: variant.name } : {}),
    ...Object.fromEntries(settings.map(([path, value]) => [path, textOf(value)])),
  };
}

function textOf(value: unknown): string {
  return isSettings(value) ? JSON.stringify(value) : settingText(value);
}

function deviceLists({ base, grid }: Study): readonly (readonly string[])[] {
  const named = base.parallel.devices;
  const kind = named[0]?.split(':')[0];
  return (grid.devices ?? [named]).map((devices) =>
    typeof devices === 'number' ? Array.from({ length: devices }, (_, index) => `${kind}:${index}`) : devices,
  );
}

function reasonToLeaveOut({ mode, devices }: Combination): string | undefined {
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
function experimentOf({ name, base }: Study, combination: Combination): unknown {
  const { devices, samples, batchSize, views, seed } = combination;
  const mode = devices.length === 1 ? 'local' : combination.mode;
  const { dataGroups: _dataGroups, ...parallel } = base.parallel;
  return withSettings(combination, {
    ...base,
    name: `${name}: ${describeCombination({ ...combination, mode })}`,
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

function describeCombination(combination: Combination): string {
  const { mode, devices, samples, batchSize, views, seed } = combination;
  return [
    ...Object.entries(variedOf(combination)).map(([path, text]) =>
      path === 'variant' ? text : `${path.split('.').at(-1)} ${text}`,
    ),
    `${mode} on ${devices.length} ${devices.length === 1 ? 'device' : 'devices'}`,
    samples === undefined ? '' : `${samples} samples`,
    batchSize === undefined ? '' : `batch ${batchSize}`,
    views === undefined ? '' : `${views} ${views === 1 ? 'view' : 'views'}`,
    seed === undefined ? '' : `seed ${seed}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
