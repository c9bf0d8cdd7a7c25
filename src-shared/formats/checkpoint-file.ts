import { z } from 'zod';
import { type DataFingerprint, dataFingerprintSchema } from '../data/data-fingerprint';
import { BadInputError } from '../errors';
import type { Experiment } from '../experiment/experiment';
import { storedExperimentSchema } from '../experiment/stored-experiment';
import { type MetricPoint, metricPointSchema } from '../metrics';
import { decodeMessage, encodeMessage } from '../protocol/wire';
import { crc32 } from './crc32';
import { decodeSafetensors, encodeSafetensors, type Tensor } from './safetensors';

/** Where training stands, besides its numbers: all that later steps depend on. Noise and order follow from the step. */
export interface TrainingState {
  /** Steps done. */
  readonly step: number;
  /** The validation that follows this step, where it ends an epoch, is done too. */
  readonly isValidated: boolean;
  readonly earlyStopping: {
    readonly best: number;
    readonly epochsSinceBest: number;
    readonly losses?: { readonly sum: number; readonly steps: number } | undefined;
  };
  /** Sums of the loss over stretches of the run's steps, which tell whether it still moves. */
  readonly lossSums?: readonly number[] | undefined;
  /** Last validation.nll, and the lowest of those that came with a checkpoint; infinite before the first. */
  readonly validationNll: number;
  readonly bestKept: number;
  /** Sum over kept draws of the share of chains that diverged on the way. */
  readonly divergent?: number | undefined;
  /** What each Hamiltonian chain has adapted to, besides its scales. */
  readonly chains?: readonly (readonly number[])[] | undefined;
  /** What was measured last: the core had not confirmed that it is on the disk, and stores it when the run goes on. */
  readonly points: readonly MetricPoint[];
}

export interface Checkpoint {
  readonly runId: string;
  readonly experiment: Experiment;
  /** What the data were read from; earlier versions did not keep it. */
  readonly data?: DataFingerprint | undefined;
  readonly state: TrainingState;
  readonly parameters: readonly Tensor[];
  /** The optimiser's moments, each with the names and shapes of the parameters. */
  readonly moments: readonly (readonly Tensor[])[];
  /** Where chains stood at the draws that are kept, oldest first, or the moments of snapshots; missing where there are none. */
  readonly draws?: readonly (readonly Tensor[])[];
}

const format = 'parasample-checkpoint';
const score = metricPointSchema.shape.value;
const count = z.int().min(0);

const stateSchema = z.strictObject({
  step: count,
  isValidated: z.boolean(),
  earlyStopping: z.strictObject({
    best: score,
    epochsSinceBest: count,
    losses: z.strictObject({ sum: score, steps: count }).optional(),
  }),
  lossSums: z.array(score).optional(),
  validationNll: score,
  bestKept: score,
  divergent: z.number().optional(),
  chains: z.array(z.array(z.number())).optional(),
  points: z.array(metricPointSchema),
  /** Told by earlier versions. */
  pointsAfter: count.optional(),
});

const headerSchema = z.strictObject({
  runId: z.string(),
  experiment: storedExperimentSchema,
  data: dataFingerprintSchema.optional(),
  state: stateSchema,
  /** Vectors besides the parameters. */
  moments: count.max(8),
  /** Further vectors behind those; missing in earlier versions' checkpoints. */
  draws: count.default(0),
});

/** The bytes of a checkpoint: a safetensors file whose metadata hold the state and a checksum over all of it. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { runId, experiment, data, state, parameters, moments, draws = [] } = checkpoint;
  const header = encodeMessage({
    runId,
    experiment,
    ...(data ? { data } : {}),
    state,
    moments: moments.length,
    draws: draws.length,
  });
  const tensors = [parameters, ...moments, ...draws].flatMap((vector, index) =>
    vector.map((tensor) => ({ ...tensor, name: `${prefixOf(index)}${tensor.name}` })),
  );
  return encodeSafetensors(tensors, { format, header, checksum: checksumOf(header, tensors) });
}

/** Reads a checkpoint. Throws BadInputError, with `fileName` in front, where it is none, torn or changed anywhere. */
export function decodeCheckpoint(bytes: Uint8Array, fileName: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, fileName);
  const text = metadata.header ?? '';
  if (metadata.format !== format) throw new BadInputError(`${fileName} is no checkpoint.`);
  if (metadata.checksum !== checksumOf(text, tensors))
    throw new BadInputError(`${fileName} is damaged: its checksum does not fit its content.`);
  const header = headerSchema.safeParse(decodeMessage(text));
  if (!header.success)
    throw new BadInputError(`${fileName} is a checkpoint of another version of Parasample.`);
  const { moments, draws, ...rest } = header.data;
  const vectorOf = (index: number) =>
    tensors
      .filter(({ name }) => name.startsWith(prefixOf(index)))
      .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefixOf(index).length) }));
  return {
    ...rest,
    parameters: vectorOf(0),
    moments: Array.from({ length: moments }, (_, index) => vectorOf(index + 1)),
    ...(draws > 0
      ? { draws: Array.from({ length: draws }, (_, index) => vectorOf(index + 1 + moments)) }
      : {}),
  };
}

function prefixOf(vector: number): string {
  return vector === 0 ? 'parameters.' : `moment${vector}.`;
}

/** CRC-32 over the state and every tensor's name, shape and values, as eight hexadecimal digits. */
function checksumOf(header: string, tensors: readonly Tensor[]): string {
  const text = new TextEncoder();
  let sum = crc32(text.encode(header));
  for (const { name, shape, data } of tensors) {
    sum = crc32(text.encode(`${name} ${shape.join('x')}`), sum);
    sum = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), sum);
  }
  return sum.toString(16).padStart(8, '0');
}
