import { Buffer } from 'node:buffer';
import type { DeviceReport } from '../../src-shared/devices/devices';
import { type ExperimentInput, experimentSchema } from '../../src-shared/experiment/experiment';
import type { DatasetInfo, Preset } from '../../src-shared/protocol/api';
import type { LeastSure } from '../../src-shared/protocol/worker-protocol';
import { noAnnotations } from '../../src-shared/runs/annotations';
import type { RunSummary, StoredPoint } from '../../src-shared/runs/runs';

/** Made-up but plausible state for the window's own specs and for working on it. Nothing here is random. */

export const digitsInput: ExperimentInput = {
  name: 'Digits demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [64, 128] },
  training: { samples: 8, batchSize: 64, epochs: 30, optimizer: { kind: 'adam', learningRate: 0.005 } },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};

const fashionInput: ExperimentInput = {
  name: 'Fashion-MNIST CNN',
  data: { dataset: 'fashion-mnist' },
  model: { kind: 'cnn', channels: [16, 32], hidden: [64] },
  training: { samples: 4, batchSize: 128, epochs: 4 },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};

export const forecastInput: ExperimentInput = {
  ...digitsInput,
  name: 'Traffic of tomorrow',
  data: { dataset: 'metro-traffic', history: 72, horizon: 24 },
};

export const forecastMetrics = {
  'validation.rmse': 640,
  'test.rmse': 612,
  'test.crps': 301,
  'test.nll': 0.42,
  'test.coverage90': 0.91,
};

export const presets: readonly Preset[] = [
  {
    id: 'digits-mlp',
    title: 'Digits demo',
    about: 'A minute on any machine.',
    experiment: experimentSchema.parse(digitsInput),
  },
  {
    id: 'fashion-mnist-cnn',
    title: 'Fashion-MNIST CNN',
    about: 'A small convolutional network.',
    experiment: experimentSchema.parse(fashionInput),
  },
];

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));

export const datasets: readonly DatasetInfo[] = [
  dataset('digits', 'Digits', 'Handwritten digits.', 'ready', [8, 8, 1], 1437, 360, digitNames),
  dataset('fashion-mnist', 'Fashion-MNIST', 'Pieces of clothing.', 'not-fetched', [28, 28, 1], 60000, 10000, [
    'T-shirt',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ]),
];

function dataset(
  id: DatasetInfo['id'],
  title: string,
  about: string,
  state: DatasetInfo['state'],
  shape: DatasetInfo['shape'],
  trainItems: number,
  testItems: number,
  classes: readonly string[],
): DatasetInfo {
  return {
    ...{ id, kind: 'images', title, about, state, shape, trainItems, testItems, classes },
    ...{ licence: 'MIT', downloadMB: 31 },
  };
}

export const deviceReport: DeviceReport = {
  devices: Array.from({ length: 4 }, (_, slot) => ({
    kind: 'cpu',
    id: `cpu:${slot}`,
    name: 'Example processor',
    cores: 2,
    totalMemoryMB: 16000,
    usedMemoryMB: 6200,
    utilisationPercent: 37,
  })),
  gpuNote: 'No NVIDIA driver was found, so no graphics card is listed.',
};

const start = Date.UTC(2026, 0, 12, 9, 30);

/** A run with `steps` steps behind it. */
export function fakeRun(
  id: string,
  input: ExperimentInput,
  status: RunSummary['status'],
  more: Partial<RunSummary> = {},
): RunSummary {
  const isOver = !['queued', 'preparing', 'running', 'stopping'].includes(status);
  return {
    id,
    status,
    reason: '',
    experiment: experimentSchema.parse(input),
    created: start,
    started: start + 1000,
    ...(isOver ? { ended: start + 25_300 } : {}),
    engine: 'TensorFlow 2.21 (CPU)',
    metrics: {},
    annotations: noAnnotations,
    ...more,
  };
}

export const finalMetrics = {
  'test.accuracy': 0.9722,
  'test.nll': 0.1183,
  'test.brier': 0.0452,
  'test.ece': 0.0187,
  'validation.accuracy': 0.979,
  'train.loss': 1.204,
};

/** Points of a run that learns: `slope` makes one run differ from another. Ids start after `after`. */
export function fakePoints(from: number, to: number, slope: number, after: number): StoredPoint[] {
  const points: StoredPoint[] = [];
  const add = (name: string, step: number, value: number) =>
    points.push({
      id: after + points.length + 1,
      name,
      step,
      epoch: step / 21,
      time: start + 2000 + step * 36,
      value,
    });
  for (let step = from; step < to; step++) {
    const ripple = 0.06 * Math.sin(step * 1.7) + 0.03 * Math.sin(step * 5.3);
    const nll = 0.08 + 2.2 * Math.exp(-step * slope) + ripple * Math.exp(-step * slope * 0.3);
    const kl = 5.5 - 2.6 * (1 - Math.exp(-step * 0.004));
    add('train.loss', step, nll + kl);
    add('train.nll', step, nll);
    add('train.kl', step, kl);
    add('train.accuracy', step, Math.min(1, 0.985 - 0.88 * Math.exp(-step * slope) + ripple * 0.2));
    if (step % 21 === 20) add('validation.accuracy', step, 0.975 - 0.85 * Math.exp(-step * slope));
    add('worker.0.machineCores', step, 1.8);
    for (const worker of [0, 1]) {
      const first = step === 0 ? 1400 : 0;
      const computeMs = first + 25 + worker * 2 + ripple * 10;
      add(`worker.${worker}.inputMs`, step, 0.6);
      add(`worker.${worker}.computeMs`, step, computeMs);
      add(`worker.${worker}.exchangeMs`, step, 4.4 - worker * 2);
      add(`worker.${worker}.stepMs`, step, computeMs + 5 - worker * 2);
      if (step % 21 === 20) add(`worker.${worker}.evaluationMs`, step, 1.8 + worker * 0.2);
      add(`worker.${worker}.busyCores`, step, 0.9 - worker * 0.1);
      add(`worker.${worker}.memoryMB`, step, 486 + worker);
    }
  }
  return points;
}

/** Eight grey 8 x 8 images and what the network made of them. */
export const leastSure: LeastSure = Array.from({ length: 8 }, (_, index) => {
  const label = (index * 3) % 10;
  const predicted = index % 3 === 0 ? (label + 5) % 10 : label;
  const probabilities = digitNames.map((_, digit) =>
    digit === predicted ? 0.44 : digit === label ? 0.3 : 0.02 + digit * 0.002,
  );
  return {
    item: 40 + index * 7,
    label,
    predicted,
    entropy: 1.52 - index * 0.06,
    mutualInformation: 0.41 - index * 0.03,
    probabilities,
    height: 8,
    width: 8,
    channels: 1,
    pixels: Buffer.from(Array.from({ length: 64 }, (_, pixel) => ringPixel(pixel, index))).toString('base64'),
  };
});

function ringPixel(pixel: number, index: number): number {
  const distance = Math.hypot((pixel % 8) - 3.5, (Math.floor(pixel / 8) - 3.5) * 0.8);
  return Math.round(255 * Math.max(0, 1 - Math.abs(distance - 1.6 - index * 0.15)));
}
