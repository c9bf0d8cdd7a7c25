import { z } from 'zod';
import { calibrationMethodSchema, calibrationSchema } from '../assessment/calibration';
import { askedCorruptionsSchema } from '../assessment/corruptions';
import { datasetIdSchema } from '../experiment/data';
import { experimentSchema } from '../experiment/experiment';
import { listOf } from '../protocol/list-of';

/** Work with a trained posterior that needs its network: what the core asks one worker process to do. */

const path = z.string().min(1);
/** Weight samples that are drawn for it; without it as many as the run was scored with, or, of an export, trained with. */
const samples = z.int().min(1).max(100_000).optional();

export const tableFormatSchema = z.enum(['csv', 'parquet', 'nc', 'zarr']);
export type TableFormat = z.output<typeof tableFormatSchema>;

/**
 * Parasample's own file; the same with a Python file that predicts with it in PyTorch; torch_blue's state_dict with a
 * Python file that loads it; NumPy's archive; the predictive function for TensorFlow and for ONNX; a model card in
 * Markdown.
 */
export const exportFormatSchema = z.enum([
  'safetensors',
  'pytorch',
  'torch-blue',
  'npz',
  'savedmodel',
  'onnx',
  'card',
]);
export type ExportFormat = z.output<typeof exportFormatSchema>;

/** Formats of a network that predicts by itself. */
export const networkFormatSchema = z.enum(['onnx', 'savedmodel']);

/** S weight samples that are part of the file, or the posterior itself, sampled anew at each prediction. */
export const drawsSchema = z.enum(['frozen', 'fresh']);

/** What a person may say of an export as a network. */
export const exportOptionsSchema = z.strictObject({ samples, draws: drawsSchema.optional() });
export type ExportOptions = Readonly<z.output<typeof exportOptionsSchema>>;

/** What a person may ask of a prediction. */
export const predictionSchema = z.strictObject({
  input: path,
  out: path,
  samples,
  /** Whether the person was asked, and wants what lies at `out` replaced. */
  replace: z.boolean().optional(),
});

export const posteriorWorkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('predict'),
    /** The run's posterior.safetensors. */
    posterior: path,
    /** A folder of pictures, or a CSV file. */
    input: path,
    /** Where the table is written; it is not there yet. */
    out: path,
    format: tableFormatSchema,
    /** An empty folder for class maps, where a network predicts such. */
    maps: path.optional(),
    samples,
    /** Adds what it makes of the predictions. */
    calibration: calibrationSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('export-network'),
    posterior: path,
    format: networkFormatSchema,
    draws: drawsSchema,
    /** An empty folder. */
    outFolder: path,
    samples,
  }),
  z.strictObject({
    kind: z.literal('calibrate'),
    posterior: path,
    /** Where the data of its experiment lie. */
    location: path,
    method: calibrationMethodSchema.optional(),
    coverage: z.number().gt(0).lt(1),
    samples,
    /** Where `calibration.json` is written. */
    out: path,
  }),
  z.strictObject({
    kind: z.literal('assess'),
    posterior: path,
    /** Where the data of its experiment lie. */
    location: path,
    /** Data that it was not trained on. */
    ood: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('noise') }),
        z.strictObject({ kind: z.literal('left-out') }),
        /** A set of pictures, and the folder of its files. */
        z.strictObject({ kind: z.literal('dataset'), dataset: datasetIdSchema, location: path }),
        z.strictObject({ kind: z.literal('file'), path }),
      ]),
    ),
    /** Files or folders with what came of each item, to be scored on. */
    labelled: z.array(path),
    /** Ways to take the test items apart. */
    by: z.array(z.string().min(1)),
    samples,
    corruptions: askedCorruptionsSchema,
    /** Drops ever more weights. */
    pruning: z.boolean(),
    /** Where what is predicted for every test item is written; it is not there yet. */
    table: z.strictObject({ part: path, format: tableFormatSchema }).optional(),
    /** What an evaluation that was interrupted has found so far, and this one goes on writing; it need not be there. */
    soFar: path,
    /** Names the program that evaluates: what another found so far does not count. */
    code: z.string().min(1),
    /** Where `assessment.json` is written. */
    out: path,
  }),
  z.strictObject({
    kind: z.literal('compare'),
    posterior: path,
    /** Another run's posterior.safetensors, of the same data and seed. */
    other: path,
    /** Where the data of both lie. */
    location: path,
    /** Where what came of it is written as JSON. */
    out: path,
  }),
  z.strictObject({
    kind: z.literal('complete'),
    /** Whose network the weights are for. */
    experiment: experimentSchema,
    /** Where its data lie. */
    location: path,
    /** A safetensors file under the names of Parasample's posteriors. */
    weights: path,
    runId: z.string(),
    /** Where the posterior is written; it is not there yet. */
    out: path,
  }),
]);
export type PosteriorWork = Readonly<z.output<typeof posteriorWorkSchema>>;

export const posteriorResultSchema = z.strictObject({
  /** Rows of the table that was written; 0 where none was. */
  rows: z.int().min(0),
  /** Weight samples behind it. */
  samples: z.int().min(1),
  /** Names of the table's columns. */
  columns: z.array(z.string()),
  /** Of a prediction: the table's rows, or of many those that are most doubtful. */
  shown: listOf(listOf(z.union([z.string(), z.number()]))).optional(),
  /** What a regression predicts, where it is one quantity. */
  target: z.string().optional(),
  /** What numbers of a regression are in, where it is known. */
  unit: z.string().optional(),
  /** What a person should know of it: whole sentences. */
  notes: z.array(z.string()),
});
export type PosteriorResult = Readonly<z.output<typeof posteriorResultSchema>>;
