import { z } from 'zod';
import { dataFingerprintSchema } from '../data/data-fingerprint';
import { gpuMemorySchema } from '../devices/gpu-memory';
import { failureKinds } from '../errors';
import { deviceIdSchema, experimentSchema } from '../experiment/experiment';
import { metricPointSchema } from '../metrics';
import { answerSchema, askableSchema, questionSchema } from '../posterior/asking';
import { posteriorResultSchema, posteriorWorkSchema } from '../posterior/posterior-work';
import { countedSchema, countingSchema } from '../runs/run-estimate';
import { listOf } from './list-of';

/** Messages between the core and one worker process. Every message is checked by the side that receives it. */

const engineSchema = z.discriminatedUnion('kind', [
  /** TensorFlow through tfjs-node's binding, at this absolute path. */
  z.strictObject({
    kind: z.literal('tensorflow'),
    binding: z.string().min(1),
    /** False where the operations compiled beside it are of another version of Parasample. */
    ownOperations: z.boolean().optional(),
  }),
  /** tfjs in plain JavaScript: slow, needs nothing. */
  z.strictObject({ kind: z.literal('javascript') }),
]);
export type EngineChoice = Readonly<z.output<typeof engineSchema>>;

export const workerTaskSchema = z.strictObject({
  runId: z.string().min(1),
  experiment: experimentSchema,
  /** What the data are to be read from, unchanged; without it, whatever is there. */
  data: dataFingerprintSchema.optional(),
  rank: z.int().min(0),
  workers: z.int().min(1),
  device: deviceIdSchema,
  gpuMemory: gpuMemorySchema.optional(),
  /** The GPUs of the run are of several models, which may round differently. */
  doGpusDiffer: z.boolean().optional(),
  engine: engineSchema,
  /** Folder with the data set's own files (digits.csv.gz; idx files; cifar-10-batches-bin). */
  datasetFolder: z.string().min(1),
  /** The run's folder: posterior.safetensors and least-sure.json go here. */
  runFolder: z.string().min(1),
  /** Mark of the process whose run it is: once another one's stands in the run's folder, nothing more is written there. */
  owner: z.string().min(1).optional(),
  /** Memory-backed folder through which the workers of this run exchange gradients. */
  exchangeFolder: z.string().min(1),
  /** Absolute path of the checkpoint to go on from; without it training starts at its beginning. */
  checkpoint: z.string().min(1).optional(),
});
export type WorkerTask = Readonly<z.output<typeof workerTaskSchema>>;

export const toWorkerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('train'), task: workerTaskSchema }),
  /** Finish the step in hand, evaluate, save, and report `finished` with `stopped: true`. */
  z.strictObject({ type: z.literal('stop') }),
  /** Finish the step in hand, report `paused` and wait. Comes again only after a `resume`. */
  z.strictObject({ type: z.literal('pause') }),
  /** Go on; sent only once the run is paused. */
  z.strictObject({ type: z.literal('resume') }),
  /** Write down where all workers stand, for a crew on other devices, and report `left`; sent only once paused. */
  z.strictObject({ type: z.literal('leave') }),
  /** What the run measured up to this step is on the disk, but perhaps some of the step itself. */
  z.strictObject({ type: z.literal('kept'), step: z.int().min(0) }),
  /** Load the engine, which something will be asked of soon. */
  z.strictObject({ type: z.literal('prepare'), engine: engineSchema }),
  /** Instead of a task of training: use a trained posterior. */
  z.strictObject({
    type: z.literal('use'),
    work: posteriorWorkSchema,
    engine: engineSchema,
    gpuMemory: gpuMemorySchema.optional(),
  }),
  /** Instead of a task of training: load a run's posterior.safetensors and hold it ready. */
  z.strictObject({
    type: z.literal('load'),
    posterior: z.string().min(1),
    engine: engineSchema,
    gpuMemory: gpuMemorySchema.optional(),
  }),
  /** Of a posterior that is loaded; answered in the order they come. */
  z.strictObject({ type: z.literal('ask'), id: z.int().min(0), question: questionSchema }),
  /** Instead of either, and as often as wanted: count what a run would take. */
  z.strictObject({ type: z.literal('count'), counting: countingSchema, engine: engineSchema }),
  /** The core has the worker's last message: the process may end, which before could lose it. */
  z.strictObject({ type: z.literal('end') }),
]);
export type ToWorker = Readonly<z.output<typeof toWorkerSchema>>;

export const phaseSchema = z.enum(['loading', 'tracing', 'training', 'evaluating', 'saving']);
export type Phase = z.output<typeof phaseSchema>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
  /** First message: the process lives and listens. */
  z.strictObject({ type: z.literal('hello') }),
  z.strictObject({ type: z.literal('phase'), phase: phaseSchema }),
  z.strictObject({
    type: z.literal('progress'),
    step: z.int().min(0),
    totalSteps: z.int().min(1),
    epoch: z.number().min(0),
  }),
  /** Its device refuses what a step needs: it waits and hears nothing, until it has memory again or fails. */
  z.strictObject({ type: z.literal('memory'), isLacking: z.boolean() }),
  /** Training waits after this step, as it was asked to. */
  z.strictObject({ type: z.literal('paused'), step: z.int().min(0) }),
  z.strictObject({ type: z.literal('metrics'), points: z.array(metricPointSchema) }),
  z.strictObject({ type: z.literal('log'), level: z.enum(['info', 'warning', 'error']), text: z.string() }),
  /** Last message of a worker that did its job. Final metrics come from rank 0 alone. */
  z.strictObject({
    type: z.literal('finished'),
    stopped: z.boolean(),
    finalMetrics: z.record(z.string(), metricPointSchema.shape.value),
  }),
  /** Last message of a worker that left its place as it was asked to; where the run stands is in the exchange folder. */
  z.strictObject({ type: z.literal('left') }),
  /** How far the use of a posterior is, in items or parts. */
  z.strictObject({ type: z.literal('using'), done: z.number().min(0), total: z.number().positive() }),
  /** Last message of a worker that used a posterior. */
  z.strictObject({ type: z.literal('used'), result: posteriorResultSchema }),
  /** The posterior is loaded: questions may come. */
  z.strictObject({ type: z.literal('loaded'), askable: askableSchema }),
  z.strictObject({ type: z.literal('answered'), id: z.int().min(0), answer: answerSchema }),
  /** A question that has no answer; others may have one. */
  z.strictObject({
    type: z.literal('unanswered'),
    id: z.int().min(0),
    kind: z.enum(failureKinds),
    message: z.string(),
  }),
  /** What a run would take; where that cannot be told, `failed` says why, and the worker counts again when asked to. */
  z.strictObject({ type: z.literal('counted'), counted: countedSchema }),
  /** Last message of a worker that could not. */
  z.strictObject({
    type: z.literal('failed'),
    kind: z.enum(failureKinds),
    message: z.string(),
    /** Rank of the worker without which this one could not go on: that one's own failure is the cause to show. */
    lostPeer: z.int().min(0).optional(),
  }),
]);
export type FromWorker = Readonly<z.output<typeof fromWorkerSchema>>;

/** `least-sure.json` in the run's folder: the test items with the highest predictive entropy, least sure first. */
export const leastSureSchema = listOf(
  z.strictObject({
    item: z.int().min(0),
    label: z.int().min(0),
    predicted: z.int().min(0),
    /** Predictive entropy in nats: total uncertainty. */
    entropy: z.number(),
    /** Mutual information in nats: the epistemic part. */
    mutualInformation: z.number(),
    probabilities: listOf(z.number()),
    height: z.int().min(1),
    width: z.int().min(1),
    channels: z.int().min(1),
    /** Base64 of height x width x channels bytes. */
    pixels: z.string(),
  }),
);
export type LeastSure = z.output<typeof leastSureSchema>;
