import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { EpochOrders } from '../../../src-workers/train/batch-of-step';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { trainWithWorkers } from './worker-group';

/** Two epochs of five items in batches of two, of which two, two and one are trained on, by gradient descent on two lines. */
const seed = 4;
const members = 2;
const rate = 0.01;
const noise = 0.5;
const epochs = 2;
const table = join(mkdtempSync(join(tmpdir(), 'parasample-epoch-')), 'line.csv');

const devices = (count: number): string[] => Array.from({ length: count }, (_, index) => `cpu:${index}`);
type Parallel = ExperimentInput['parallel'];
const local: Parallel = { mode: 'local', devices: devices(1) };

function experiment(parallel: Parallel, training: ExperimentInput['training'] = {}): ExperimentInput {
  return {
    seed,
    data: { dataset: 'table', path: table, target: 'y', validationFraction: 0, testFraction: 0.5 },
    model: { kind: 'mlp', hidden: [] },
    // The members of an ensemble have orders of batches of their own.
    inference: { method: 'deep-ensemble', prior: { kind: 'uniform' }, noise: { kind: 'fixed', std: noise } },
    training: {
      samples: members,
      batchSize: 2,
      epochs,
      optimizer: { kind: 'sgd', learningRate: rate, momentum: 0 },
      schedule: { kind: 'constant' },
      ...training,
    },
    parallel,
  };
}

interface Line {
  slope: number;
  bias: number;
}

let script: string;

async function trained(parallel: Parallel, training?: ExperimentInput['training']): Promise<readonly Line[]> {
  const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
  const { posterior } = await trainWithWorkers(script, experiment(parallel, training), engine, table);
  const slopes = posterior.get('layers.0.weight') ?? [];
  const biases = posterior.get('layers.0.bias') ?? [];
  return Array.from({ length: members }, (_, member) => ({ slope: slopes[member], bias: biases[member] }));
}

/** Gradient descent as a textbook has it: of N times the mean over a batch of squared errors / (2 noise^2), and of the mean over members. */
async function byHand(starts: readonly Line[]): Promise<readonly Line[]> {
  const data = await openRunData(experimentSchema.parse(experiment(local)), table);
  const items = data.train.length;
  expect(items).toBe(5);
  const { inputs, targets } = data.evaluationReader(items).read(plainItems(data.train));
  const placeOf = new Map([...data.train].map((item, place) => [item, place]));
  const lines = starts.map((start, member) => {
    let { slope, bias } = start;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const order = [...new EpochOrders(data.train, seed, epoch).order(member)];
      expect([...order].sort()).toEqual([...data.train].sort());
      for (const batch of [order.slice(0, 2), order.slice(2, 4), order.slice(4)]) {
        const errors = batch.map((item) => {
          const place = placeOf.get(item) ?? Number.NaN;
          return { x: inputs[place], error: slope * inputs[place] + bias - targets[place] };
        });
        const size = (rate * items) / batch.length / noise ** 2 / members;
        slope -= size * errors.reduce((sum, { x, error }) => sum + x * error, 0);
        bias -= size * errors.reduce((sum, { error }) => sum + error, 0);
      }
    }
    return { slope, bias };
  });
  data.close();
  return lines;
}

describe('an epoch of five items in batches of two is three steps of gradient descent', () => {
  let right: readonly Line[];
  beforeAll(async () => {
    const rows = Array.from(
      { length: 10 },
      (_, row) => `${row - 4.5},${[3, 1, 4, 1, 5, 9, 2, 6, 5, 3][row]}`,
    );
    writeFileSync(table, ['x,y', ...rows].join('\n'));
    script = await buildWorker();
    // At no learning rate a run ends where it starts.
    right = await byHand(
      await trained(local, { optimizer: { kind: 'sgd', learningRate: 1e-30, momentum: 0 } }),
    );
  });

  test.each<[string, Parallel, ExperimentInput['training']]>([
    ['local', local, {}],
    ['local, in passes of one member', local, { samplesPerPass: 1 }],
    ['sp on 2 workers', { mode: 'sp', devices: devices(2) }, {}],
    ['ddp on 2 workers, of which one has no item of the last step', { mode: 'ddp', devices: devices(2) }, {}],
    ['hybrid on 2 x 2 workers', { mode: 'hybrid', devices: devices(4), dataGroups: 2 }, {}],
  ])('%s', async (_mesh, parallel, training) => {
    const found = await trained(parallel, training);
    found.forEach(({ slope, bias }, member) => {
      // Six steps in single precision.
      expect(slope).toBeCloseTo(right[member].slope, 5);
      expect(bias).toBeCloseTo(right[member].bias, 5);
    });
  });

  test('and all of them at once where the batch is larger than the data', async () => {
    const once = await trained(local, { batchSize: 1000, lastBatch: 'keep' });
    expect(once).toEqual(await trained(local, { batchSize: 5, lastBatch: 'drop' }));
    expect(once[0].slope).not.toBeCloseTo(right[0].slope, 3);
  });
});
