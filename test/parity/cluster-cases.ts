import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type Experiment,
  type ExperimentInput,
  experimentSchema,
} from '../../src-shared/experiment/experiment';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { netcdf3 } from '../src-files/netcdf/netcdf-files';

/** An experiment small enough to be trained in seconds. */
export interface ClusterCase {
  readonly name: string;
  readonly experiment: Experiment;
  /** Where the app's workers read its data. */
  readonly location: string;
}

type Parts = Pick<ExperimentInput, 'data' | 'model'> & Partial<Pick<ExperimentInput, 'inference'>>;

const training: ExperimentInput['training'] = {
  samples: 4,
  batchSize: 32,
  epochs: 6,
  optimizer: { kind: 'adam', learningRate: 0.003 },
};

/** What inference can be, on one network. */
export function inferenceCases(): readonly ClusterCase[] {
  const parts: Parts = {
    data: { dataset: 'digits' },
    model: { kind: 'cnn', channels: [6], hidden: [16] },
  };
  const inferences: readonly (readonly [string, NonNullable<Parts['inference']>])[] = [
    ['rescaled Gaussian prior', { prior: { kind: 'rescaled-gaussian' } }],
    ['uniform prior', { prior: { kind: 'uniform' } }],
    ['quiet prior', { prior: { kind: 'quiet' } }],
    ['quiet prior, estimated', { prior: { kind: 'quiet' }, kl: 'monte-carlo' }],
    ['Student-t prior', { prior: { kind: 'student-t' }, kl: 'monte-carlo' }],
    ['started at the quiet prior', { prior: { kind: 'quiet', meanStd: 0.2 }, initialisation: 'prior' }],
    ['local reparameterisation', { localReparameterisation: true }],
    ['layers as point estimates', { pointEstimateLayers: ['convolutions', 'layers.1'] }],
    ['the last layer alone', { bayesianLayers: ['last'] }],
    ['layers by pattern', { bayesianLayers: ['conv*', 'layers.?'], pointEstimateLayers: ['last'] }],
    ['pooled over all samples', { objective: 'pooled' }],
  ];
  return inferences.map(([name, inference]) => caseOf(name, { ...parts, inference }));
}

/**
 * Each network, and each kind of data.
 * @param folder where the files of tables, series and fields are put
 */
export function networkCases(folder: string): readonly ClusterCase[] {
  mkdirSync(folder, { recursive: true });
  const table = { dataset: 'table', path: tableFile(folder), target: 'y' } as const;
  const classes = { ...table, path: classesFile(folder), target: 'kind', task: 'classification' } as const;
  const series = {
    dataset: 'time-series',
    path: seriesFile(folder),
    timeColumn: 'time',
    valueColumn: 'load',
    gaps: 'mask',
    history: 12,
    horizon: 4,
  } as const;
  const field = {
    dataset: 'field' as const,
    path: fieldFile(folder),
    variables: ['u', 'v'],
  } satisfies Parts['data'];
  const transformer = {
    kind: 'transformer',
    width: 16,
    heads: 2,
    encoderLayers: 1,
    decoderLayers: 1,
    feedForward: 24,
  } as const;
  const swin = {
    kind: 'swin' as const,
    width: 8,
    depths: [2, 1],
    headWidth: 4,
    window: 3,
  } satisfies Parts['model'];
  const digits = { dataset: 'digits' } as const;
  return [
    caseOf('mlp on pictures', { data: digits, model: { kind: 'mlp', hidden: [32] } }),
    caseOf('cnn on pictures', { data: digits, model: { kind: 'cnn', channels: [8, 12], hidden: [24] } }),
    caseOf('vit on pictures', {
      data: digits,
      model: { kind: 'vit', width: 16, depth: 2, heads: 2, mlpWidth: 24, patchSize: 2 },
    }),
    caseOf('mlp on a table', { data: table, model: { kind: 'mlp', hidden: [16, 16] } }),
    caseOf('mlp on classes of a table', { data: classes, model: { kind: 'mlp', hidden: [16] } }),
    caseOf('mlp on a series', { data: { ...series, calendar: false }, model: { kind: 'mlp', hidden: [24] } }),
    caseOf('transformer on a series', { data: series, model: transformer }),
    caseOf('transformer without a calendar', { data: { ...series, calendar: false }, model: transformer }),
    caseOf('cnn on fields', { data: field, model: { kind: 'cnn', channels: [6], hidden: [] } }),
    caseOf('swin on fields', { data: field, model: swin }),
  ];
}

function caseOf(name: string, parts: Parts): ClusterCase {
  const experiment = experimentSchema.parse({
    name,
    seed: 5,
    ...parts,
    inference: { posteriorStd: 0.2, heat: 0.1, ...parts.inference },
    training,
    parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
  });
  const { data } = experiment;
  return {
    name,
    experiment,
    location: 'path' in data && data.path !== undefined ? data.path : resolve('src-main/datasets/digits'),
  };
}

function tableFile(folder: string): string {
  const noise = normal(1, 3 * 400);
  const rows = Array.from({ length: 400 }, (_, row) => {
    const [a, b, c] = noise.subarray(3 * row, 3 * row + 3);
    return [50 * a + 200, b, Math.sin(2 * a) + b ** 2 + 0.1 * c];
  });
  return csv(join(folder, 'table.csv'), ['a', 'b', 'y'], rows);
}

function classesFile(folder: string): string {
  const noise = normal(2, 2 * 300);
  const rows = Array.from({ length: 300 }, (_, row) => {
    const [a, b] = noise.subarray(2 * row, 2 * row + 2);
    return [a, b, a * b > 0 ? 'same' : 'other'];
  });
  return csv(join(folder, 'classes.csv'), ['a', 'b', 'kind'], rows);
}

function seriesFile(folder: string): string {
  const noise = normal(3, 500);
  const rows = Array.from(noise, (value, step) => {
    const time = new Date(Date.UTC(2024, 0, 1, step)).toISOString().slice(0, 19).replace('T', ' ');
    const load = 100 + 20 * Math.sin((2 * Math.PI * step) / 24) + 2 * value;
    return [time, step % 97 === 50 ? '' : load];
  });
  return csv(join(folder, 'series.csv'), ['time', 'load'], rows);
}

/** A wave that moves over a grid that neither patches nor windows divide. */
function fieldFile(folder: string): string {
  const shape = [60, 9, 11] as const;
  const wave = (speed: number, seed: number) => {
    const noise = normal(seed, shape[0] * shape[1] * shape[2]);
    return Array.from(noise, (value, at) => {
      const [step, row, column] = [Math.floor(at / 99), Math.floor(at / 11) % 9, at % 11];
      return 10 + 3 * Math.sin(0.7 * column + 0.4 * row - speed * step) + 0.1 * value;
    });
  };
  const path = join(folder, 'fields.nc');
  const variables = [
    { name: 'u', shape, values: wave(0.5, 4), attributes: { units: 'm/s' } },
    { name: 'v', shape, values: wave(0.3, 5), attributes: { units: 'm/s' } },
  ];
  writeFileSync(path, netcdf3(variables));
  return path;
}

function csv(path: string, header: readonly string[], rows: readonly (readonly unknown[])[]): string {
  writeFileSync(path, [header, ...rows].map((cells) => `${cells.join(',')}\n`).join(''));
  return path;
}

function normal(seed: number, count: number): Float32Array {
  const values = new Float32Array(count);
  fillStatelessNormal(seed, 0, values);
  return values;
}
