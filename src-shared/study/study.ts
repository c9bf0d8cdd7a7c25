import { z } from 'zod';
import { deviceIdSchema, parallelModeSchema, viewsOfAugmentation } from '../experiment/experiment';

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

/** Axes with names of their own. */
export const namedAxes = {
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

/** Whether a study of this kind is about times, so that its runs must not run side by side. */
export function measuresTime(kind: StudyKind): boolean {
  return kind === 'weak-scaling' || kind === 'strong-scaling';
}

/** The axes that are settings by their dotted path. */
export function settingAxes(
  grid: Study['grid'],
): readonly (readonly [path: string, values: readonly unknown[]])[] {
  return Object.entries(grid).flatMap(([path, values]) =>
    Object.hasOwn(namedAxes, path) || !Array.isArray(values) ? [] : [[path, values] as const],
  );
}

/** The devices of each run along that axis. */
export function deviceLists({ base, grid }: Study): readonly (readonly string[])[] {
  const named = base.parallel.devices;
  const kind = named[0]?.split(':')[0];
  return (grid.devices ?? [named]).map((devices) =>
    typeof devices === 'number' ? Array.from({ length: devices }, (_, index) => `${kind}:${index}`) : devices,
  );
}
