import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import recorded from '../../parity/fixtures/ordinal.json';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

const { rows, labels } = recorded.regression;
const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let script: string;
let first: GroupResult;
beforeAll(async () => {
  script = await buildWorker();
  first = await train(everyRow, {});
});

function tableOf(name: string, isKept: (label: number, row: number) => boolean): string {
  const lines = rows.flatMap((row, at) => (isKept(labels[at], at) ? [[...row, labels[at]].join(',')] : []));
  const path = join(folder, name);
  writeFileSync(path, `a,b,grade\n${lines.join('\n')}\n`);
  return path;
}

const everyRow = tableOf('all.csv', () => true);
/** Of the lowest class one row in ten, as in data where the others are common. */
const fewLow = tableOf('few.csv', (label, row) => label > 0 || row % 10 === 0);

interface Begins {
  readonly start?: ExperimentInput['start'];
  readonly inference?: ExperimentInput['inference'];
  readonly classes?: string[];
  readonly isStill?: boolean;
}

function train(path: string, { start, inference, classes, isStill = false }: Begins): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 4,
    data: {
      ...{ dataset: 'table', path, target: 'grade', task: 'ordinal', testFraction: 0, validationFraction: 0 },
      ...(classes ? { classes } : {}),
    },
    model: { kind: 'mlp', hidden: [] },
    ...(start ? { start } : {}),
    ...(inference ? { inference } : {}),
    training: {
      ...{ samples: 2, batchSize: 1000, steps: isStill ? 1 : 40, schedule: { kind: 'constant' } },
      optimizer: { kind: 'adam', learningRate: isStill ? 1e-30 : 0.05 },
    },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
}

const fileOf = ({ folder }: GroupResult) => join(folder, 'posterior.safetensors');

/** What is predicted with: of the weights’ means, added to where the file says that they are counted from. */
function thresholdsOf(run: GroupResult): readonly number[] {
  const { metadata } = decodeSafetensors(readFileSync(fileOf(run)), 'posterior');
  const start: readonly number[] = JSON.parse(metadata.task).thresholds;
  const weights = run.posterior.get('ordinal.thresholds.mean') ?? [];
  let threshold = 0;
  return start.map((begun, at) => {
    const distance = at === 0 ? 0 : Math.log(Math.expm1(begun - start[at - 1])) + weights[at];
    threshold = at === 0 ? begun + weights[0] : threshold + Math.log1p(Math.exp(distance));
    return threshold;
  });
}

test.each<[string, (file: string) => Begins]>([
  ['a run that begins where another ended', (file) => ({ start: { file } })],
  ['a prior that is a run’s posterior', (file) => ({ inference: { prior: { kind: 'posterior', file } } })],
])('%s has its thresholds, though the new data have other shares of classes', async (_what, begun) => {
  const next = await train(fewLow, { ...begun(fileOf(first)), isStill: true });
  thresholdsOf(first).forEach((threshold, at) => {
    expect(thresholdsOf(next)[at]).toBeCloseTo(threshold, 5);
  });
});

test('thresholds that begin afresh, by their name or with the last layer, are those of the new data’s shares', async () => {
  const own = await train(fewLow, { isStill: true });
  for (const layer of ['ordinal', 'last']) {
    const start = { file: fileOf(first), fresh: [layer] };
    expect(thresholdsOf(await train(fewLow, { start, isStill: true }))).toEqual(thresholdsOf(own));
  }
});

test('thresholds between other classes are refused', async () => {
  const start = { file: fileOf(first) };
  await expect(train(everyRow, { start, classes: ['3', '2', '1', '0'] })).rejects.toThrow(
    /start\.file: its thresholds lie between the classes 0, 1, 2, 3, and these data have 3, 2, 1, 0\./,
  );
});
