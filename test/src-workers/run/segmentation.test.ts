import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { encodeBytes, encodeFloats } from '../../../src-main/export/npy';
import { segmentationReportSchema } from '../../../src-shared/assessment/segmentation-report';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { trainWithWorkers } from './worker-group';

const [items, height, width] = [48, 8, 12];
const unet = join(import.meta.dirname, '../../parity/fixtures/onnx/segmenting-dynamo.onnx');

/** Pixels around -2, 0 and 2 of the classes 0, 1 and 2; every seventh is of another class by mistake, and ignored. */
function writeArrays(): string {
  const folder = join(temporaryFolder(), 'arrays');
  mkdirSync(folder);
  const pixels = items * height * width;
  const noise = new Float32Array(pixels);
  fillStatelessNormal(5, 1, noise);
  const truth = Array.from(
    { length: pixels },
    (_, pixel) => (Math.floor(pixel / 5) + Math.floor(pixel / 96)) % 3,
  );
  const inputs = noise.map((value, pixel) => 0.3 * value + 2 * (truth[pixel] - 1));
  writeFileSync(join(folder, 'x.npy'), encodeFloats([items, height, width], inputs));
  const labels = Uint8Array.from(truth, (label, pixel) => (pixel % 7 === 0 ? 255 : label));
  writeFileSync(join(folder, 'y.npy'), encodeBytes([items, height, width], labels));
  return folder;
}

function experimentOn(path: string, devices: readonly string[]): ExperimentInput {
  return {
    seed: 2,
    data: { dataset: 'arrays', path, task: 'segmentation', classNames: ['low', 'middle', 'high'] },
    model: { kind: 'onnx', path: unet, start: 'fresh' },
    training: {
      samples: 2,
      batchSize: 8,
      epochs: 25,
      leastSteps: 0,
      optimizer: { kind: 'adam', learningRate: 0.02 },
    },
    evaluation: { samples: 4 },
    parallel: { mode: devices.length > 1 ? 'sp' : 'local', devices: [...devices] },
  };
}

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

const engine = () => ({ kind: 'tensorflow', binding: bindingPath() }) as const;

test('a U-Net of PyTorch learns the class of each pixel, and its scores are those of its report', async () => {
  const path = writeArrays();
  const { folder, finalMetrics } = await trainWithWorkers(
    script,
    experimentOn(path, ['cpu:0']),
    engine(),
    path,
  );
  // A pixel of its own says its class.
  expect(finalMetrics['test.meanIoU']).toBeGreaterThan(0.95);
  const report = segmentationReportSchema.parse(
    JSON.parse(readFileSync(join(folder, 'segmentation.json'), 'utf8')),
  );
  expect(report).toMatchObject({ items: 5, height, width, samples: 4 });
  expect(report.classes.map(({ name }) => name)).toEqual(['low', 'middle', 'high']);
  expect(report.pixels).toBe(report.classes.reduce((sum, { pixels }) => sum + pixels, 0));
  expect(report.bySamples.at(-1)?.nll).toBeCloseTo(finalMetrics['test.nll'], 12);
  expect(report.shownItems.every(({ picture }) => picture?.channels === 1)).toBe(true);
}, 120_000);

test('two workers that share the samples come to the same as one', async () => {
  const path = writeArrays();
  const one = await trainWithWorkers(script, experimentOn(path, ['cpu:0']), engine(), path);
  const two = await trainWithWorkers(script, experimentOn(path, ['cpu:0', 'cpu:1']), engine(), path);
  // Sums in another order, over 150 steps.
  for (const name of ['test.accuracy', 'test.meanIoU', 'test.nll', 'test.ece'])
    expect(two.finalMetrics[name], name).toBeCloseTo(one.finalMetrics[name], 2);
}, 240_000);
