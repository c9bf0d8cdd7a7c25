import type { Store } from '../../src-main/store/store';
import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import type { MetricPoint } from '../../src-shared/metrics';

/** Made-up runs for measuring the store and the views' speed; specs that look at content make real runs. */

/** A plain generator of numbers in [0, 1): the same store every time. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Fills a store with `count` finished runs of about 50 parameters and metrics each, oldest first. */
export function generateRuns(store: Store, count: number): string[] {
  const random = seededRandom(1);
  const ids = Array.from({ length: count }, (_, index) => `run-${index}`);
  store.writer.atomically(() => {
    ids.forEach((id, index) => {
      const created = 1_700_000_000_000 + index * 60_000;
      const experiment = generatedExperiment(index, random);
      store.writer.create({
        id,
        experiment,
        engine: 'TensorFlow 2.21 (CPU)',
        codeVersion: '1',
        owner: '1@nobody',
        created,
      });
      store.writer.store([
        {
          runId: id,
          change: { status: 'finished', started: created, ended: created + 1000 * index },
          points: [],
          finalMetrics: generatedScores(random),
          logs: [],
        },
      ]);
    });
  });
  store.annotations.annotate(ids.slice(0, count / 10), { addTags: ['paper'], starred: true });
  return ids;
}

function generatedExperiment(index: number, random: () => number): Experiment {
  const pick = <Value>(...values: readonly Value[]) => values[Math.floor(random() * values.length)];
  const mode = pick('local', 'sp', 'ddp');
  return experimentSchema.parse({
    name: `Run ${index} of ${pick('digits', 'a sweep', 'the paper')}`,
    seed: index,
    data: { dataset: pick('digits', 'fashion-mnist', 'cifar-10') },
    model: { kind: 'mlp', hidden: pick([64], [64, 128], [256, 256, 256]) },
    training: { samples: pick(4, 8, 16, 32), batchSize: pick(32, 64, 128), epochs: pick(10, 30, 80) },
    parallel: { mode, devices: mode === 'local' ? ['cpu:0'] : ['cpu:0', 'cpu:1'] },
  });
}

function generatedScores(random: () => number): Record<string, number> {
  const scopes = ['test', 'validation'];
  const names = ['accuracy', 'nll', 'brier', 'ece', 'rmse', 'mae', 'crps', 'coverage50', 'coverage90'];
  const scores = scopes.flatMap((scope) => names.map((name) => [`${scope}.${name}`, random()] as const));
  return Object.fromEntries([...scores, ['train.loss', random() * 3]]);
}

/** A noisy falling curve with one spike of a single step, at `spike`. */
export function generateCurve(name: string, points: number, spike: number, seed: number): MetricPoint[] {
  const random = seededRandom(seed);
  return Array.from({ length: points }, (_, index) => ({
    name,
    step: index + 1,
    epoch: (index + 1) / 100,
    time: 1_700_000_000_000 + index * 10,
    value: index === spike ? 1000 : 2 / (1 + index / 1000) + random(),
  }));
}
