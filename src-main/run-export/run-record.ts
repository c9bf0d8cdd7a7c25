import { z } from 'zod';
import { storedExperimentSchema } from '../../src-shared/experiment/stored-experiment';
import { furthestTime, metricPointSchema } from '../../src-shared/metrics';
import { listOf } from '../../src-shared/protocol/list-of';
import { phaseSchema } from '../../src-shared/protocol/worker-protocol';
import type { Annotations } from '../../src-shared/runs/annotations';
import type { RunStatus } from '../../src-shared/runs/runs';

/**
 * A run outside the store: a sequence of records, first `run`, then any number of `points`, `logs` and `report`, last
 * `end`. A JSON export is these records, one a line (src-main/run-export/json-file.ts); other formats hold some of them.
 * Whatever comes from a file is checked by `runRecordSchema`.
 */

/** JSON has no NaN and infinities: texts stand for them. */
const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const { name, step, epoch, time } = metricPointSchema.shape;
const count = z.int().min(0);
/** Milliseconds since the Unix epoch. */
const moment = z.number().min(0).max(furthestTime);
const text = z.string().max(1_000_000);

/** By name, which may be any: zod's own records leave out what is called `__proto__`. */
const metricsSchema = z
  .custom<object>(isRecord, 'Must be numbers by their names.')
  .transform((values, context): Record<string, number> => {
    const checked = Object.entries(values).map((entry) => z.tuple([name, number]).safeParse(entry));
    const wrong = checked.find(({ success }) => !success);
    if (wrong)
      context.issues.push({ code: 'custom', message: 'Must be numbers by their names.', input: values });
    return Object.fromEntries(checked.flatMap(({ data }) => (data ? [data] : [])));
  });

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const statuses: readonly [RunStatus, ...RunStatus[]] = [
  'queued',
  'preparing',
  'running',
  'paused',
  'stopping',
  'finished',
  'stopped',
  'failed',
  'interrupted',
];

const annotationsSchema: z.ZodType<Annotations> = z.strictObject({
  tags: z.array(z.string().min(1).max(60)).max(1000),
  notes: text,
  starred: z.boolean(),
  archived: z.boolean(),
});

const progressSchema = z.strictObject({
  phase: phaseSchema,
  step: count,
  totalSteps: z.int().min(1),
  epoch: z.number().min(0),
  secondsLeft: z.number().optional(),
});

export const runHeadSchema = z.strictObject({
  type: z.literal('run'),
  /** Names the format, so that a file tells what it is. */
  format: z.literal('parasample-run'),
  version: z.literal(1),
  /** Kept on import, or renewed where another run has it. */
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  status: z.enum(statuses),
  reason: text,
  experiment: storedExperimentSchema,
  created: moment,
  started: moment.optional(),
  ended: moment.optional(),
  gaps: listOf(z.strictObject({ from: moment, to: moment.optional() }))
    .readonly()
    .optional(),
  /** What trained it, as a sentence part. */
  engine: z.string().max(500),
  codeVersion: z.string().max(200).optional(),
  progress: progressSchema.optional(),
  /** Last values, as the list of runs shows them. */
  metrics: metricsSchema,
  annotations: annotationsSchema,
});
export type RunHead = Readonly<z.output<typeof runHeadSchema>>;

const pointsSchema = z
  .strictObject({
    type: z.literal('points'),
    /** Columns of equal length, in the order in which the run measured. */
    names: listOf(name),
    steps: listOf(step),
    epochs: listOf(epoch),
    times: listOf(time),
    values: listOf(number),
  })
  .refine(
    ({ names, ...columns }) =>
      [columns.steps, columns.epochs, columns.times, columns.values].every(
        ({ length }) => length === names.length,
      ),
    'The columns of points must have the same length.',
  );
export type PointsRecord = Readonly<z.output<typeof pointsSchema>>;

const logsSchema = z.strictObject({
  type: z.literal('logs'),
  lines: listOf(
    z.strictObject({
      time,
      worker: count.optional(),
      level: z.enum(['info', 'warning', 'error']),
      text,
    }),
  ),
});

/** Reports are lists of lists at most. */
const deepestReport = 20;

/** Whether a value read from JSON has no more levels of lists and objects in each other than that. */
function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return levels > 0 && parts.every((part) => isNestedWithin(part, levels - 1));
}

/** Files of a run's folder that its views show; each is checked again by whoever reads it. */
export const reportNames = [
  'evaluation.json',
  'predictions.json',
  'targets.json',
  'segmentation.json',
  'least-sure.json',
] as const;

const reportSchema = z.strictObject({
  type: z.literal('report'),
  name: z.enum(reportNames),
  content: z.custom<z.core.util.JSONType>(
    (value) => isNestedWithin(value, deepestReport),
    'Is nested too deeply.',
  ),
});

const endSchema = z.strictObject({
  type: z.literal('end'),
  /** How many there were, so that a file that lost some is noticed. */
  points: count,
  lines: count,
  /** What a writer that began before the run was over could not say at first. */
  status: z.enum(statuses).optional(),
  reason: text.optional(),
  ended: moment.optional(),
  metrics: metricsSchema.optional(),
});
export type LogsRecord = Readonly<z.output<typeof logsSchema>>;
export type RunEnd = Readonly<z.output<typeof endSchema>>;

export const runRecordSchema = z.discriminatedUnion('type', [
  runHeadSchema,
  pointsSchema,
  logsSchema,
  reportSchema,
  endSchema,
]);
export type RunRecord = Readonly<z.output<typeof runRecordSchema>>;
