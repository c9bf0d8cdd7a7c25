import type { Store } from '../../../src-main/store/store';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import type { MetricPoint } from '../../../src-shared/metrics';
import type { RunStatus } from '../../../src-shared/runs/runs';
import { pick } from '../../faults/random';

const values = [Number.NaN, Infinity, -Infinity, 0, -1.5, 1e-308, 1.7976931348623157e308, 0.1, 1 / 3];
const names = [
  'train.loss',
  'validation.nll',
  'worker.0.stepMs',
  'a "quoted", odd\nname',
  'ünï',
  '__proto__',
  'constructor',
];
const statuses: readonly RunStatus[] = ['finished', 'stopped', 'failed', 'interrupted'];
const texts = ['', 'It broke; see "the log", line 2.', 'Zeile eins\nline two\r\n\t💥', '[', ']', '</script>'];

/** Stores a run that has some of everything, drawn from `random`. */
export function storeRandomRun(store: Store, id: string, random: () => number): void {
  const { writer, annotations } = store;
  const experiment = randomExperiment(random);
  const codeVersion = pick(random, ['0.1.0+abc', undefined]);
  writer.create({ id, experiment, engine: 'an engine', codeVersion, owner: '1@x', created: 1e12 * random() });
  const change = {
    status: pick(random, statuses),
    reason: pick(random, texts),
    ...(random() < 0.8 ? { started: 1.7e12, ended: 1.7e12 + 1000 * random() } : {}),
    ...(random() < 0.3 ? { gaps: [{ from: 1.7e12, to: 1.7e12 + 10 }, { from: 1.7e12 + 20 }] } : {}),
    ...(random() < 0.5
      ? { progress: { phase: 'training' as const, step: 3, totalSteps: 9, epoch: random() } }
      : {}),
  };
  const finalMetrics = {
    ['__proto__']: random(),
    constructor: random(),
    'test.accuracy': random(),
    'test.nll': pick(random, values),
  };
  const points = Array.from({ length: Math.floor(60 * random()) }, () => randomPoint(random));
  const logs = texts.map((text, time) => ({
    time,
    level: pick(random, ['info', 'warning', 'error'] as const),
    text,
    ...(random() < 0.5 ? { worker: Math.floor(4 * random()) } : {}),
  }));
  writer.store([{ runId: id, change, points, finalMetrics, logs }]);
  annotations.annotate([id], {
    notes: pick(random, texts),
    starred: random() < 0.5,
    archived: random() < 0.5,
    addTags: ['first', 'zwei', '"quoted", tag'].slice(Math.floor(4 * random())),
  });
}

/** Any number a run may have measured, at a step that may have come before. */
function randomPoint(random: () => number): MetricPoint {
  return {
    name: pick(random, names),
    step: Math.floor(50 * random()),
    epoch: 10 * random(),
    time: 1.7e12 + Math.floor(1e6 * random()),
    value: random() < 0.5 ? pick(random, values) : 1000 * (random() - 0.5),
  };
}

function randomExperiment(random: () => number): Experiment {
  return experimentSchema.parse({
    name: pick(random, ['Digits demo', 'Ünïcode, "quoted"']),
    seed: Math.floor(1e6 * random()),
    data: pick(random, [{ dataset: 'digits' }, { dataset: 'table', path: '/data/a b.csv', target: 'y' }]),
    model: pick(random, [{ kind: 'mlp' }, { kind: 'cnn', channels: [4] }]),
    training: { samples: 1 + Math.floor(8 * random()), earlyStopping: { patienceEpochs: 3 } },
    parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
  });
}
