import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../src-main/store/migrations';
import { openStore } from '../../src-main/store/store';
import { seriesOptionsSchema } from '../../src-shared/data/series';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { storedExperimentSchema } from '../../src-shared/experiment/stored-experiment';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  name: 'Old',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** Settings as they were stored before there were views, warm-ups and samples for scores alone. */
const earlier = {
  name: 'Earlier',
  seed: 0,
  data: { dataset: 'digits', validationFraction: 0.1 },
  model: { kind: 'mlp', hidden: [64, 128], activation: 'relu', dropout: 0 },
  inference: {
    method: 'variational',
    prior: { kind: 'rescaled-gaussian' },
    posteriorStd: 0.01,
    initialisation: 'scaled',
    heat: 1,
    objective: 'elbo',
    reduction: 'exact',
    kl: 'analytical',
    localReparameterisation: false,
    pointEstimateLayers: [],
    noise: { kind: 'learned', std: 0.5 },
  },
  training: {
    samples: 8,
    batchSize: 64,
    epochs: 30,
    optimizer: { kind: 'adam', learningRate: 0.001, weightDecay: 0 },
    warmupEpochs: 0,
    schedule: { kind: 'constant' },
    augmentation: 'independent',
    precision: 'float32',
    earlyStopping: { patienceEpochs: 5 },
    checkpoint: { everyMinutes: 1, keep: 2 },
  },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'], elastic: true },
};

/** A store as the first version left it: two runs, points, a log line. */
function firstVersion(home: string): void {
  mkdirSync(home, { recursive: true });
  const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
  sqlite.exec(migrations[0] ?? '');
  sqlite.pragma('user_version = 1');
  const insert = sqlite.prepare(
    `INSERT INTO runs (id, status, reason, experiment, engine, owner, created, started, ended)
     VALUES (?, 'finished', '', ?, 'an engine', '1@x', 1000, 2000, 3000)`,
  );
  insert.run('old-1', JSON.stringify(experiment));
  insert.run('old-2', JSON.stringify(experiment));
  sqlite.exec(`
    INSERT INTO metric_names (key, name) VALUES (1, 'train.loss');
    INSERT INTO metric_points (run, name, step, epoch, time, value) VALUES (1, 1, 1, 0.5, 2500, 3), (1, 1, 2, 1, 2600, NULL);
    INSERT INTO last_metrics (run, name, value) VALUES (1, 1, 2.5);
    INSERT INTO log_lines (run, time, worker, level, text) VALUES (1, 2500, 0, 'info', 'hello');
  `);
  sqlite.close();
}

test('a store of the first version keeps all it had, and takes in what later ones can', async () => {
  const home = temporaryFolder();
  firstVersion(home);
  const store = openStore(home);
  onTestFinished(() => store.close());
  expect(store.table.rows().map(({ summary }) => summary.id)).toEqual(['old-2', 'old-1']);
  expect(store.reader.run('old-1')).toMatchObject({
    experiment: { name: 'Old' },
    metrics: { 'train.loss': 2.5 },
    annotations: { tags: [], notes: '', starred: false, archived: false },
  });
  expect(store.reader.points('old-1', 0).map(({ value }) => value)).toEqual([3, Number.NaN]);
  expect(store.reader.logs('old-1', 0)).toHaveLength(1);
  const [curve] = await store.curves.curves(['old-1'], 'train.loss', seriesOptionsSchema.parse({}));
  expect(curve).toMatchObject({ x: [1, 2], y: [3, Number.NaN], total: 2 });
  store.annotations.annotate(['old-2'], { starred: true });
  expect(store.table.rows()[0]?.summary.annotations.starred).toBe(true);
});

test('settings that came later get what runs did before them, so that one that goes on stays the same', () => {
  const home = temporaryFolder();
  firstVersion(home);
  const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
  const store = sqlite.prepare('UPDATE runs SET experiment = ? WHERE id = ?');
  const ensemble = { ...earlier, inference: { ...earlier.inference, method: 'deep-ensemble' } };
  store.run(JSON.stringify(earlier), 'old-1');
  store.run(JSON.stringify(ensemble), 'old-2');
  sqlite.close();
  const opened = openStore(home);
  onTestFinished(() => opened.close());
  const [first, second] = ['old-1', 'old-2'].map((id) => opened.reader.run(id)?.experiment);

  expect(first).toMatchObject({
    // torch_blue's scale, which was the only one.
    inference: { prior: { kind: 'rescaled-gaussian', scale: 1 / Math.sqrt(3) }, klWarmup: 0, logStdRate: 1 },
    training: {
      epochs: 30,
      leastSteps: 0,
      lastBatch: 'drop',
      views: 8,
      optimizer: { weightDecayPer: 'data-set' },
    },
    evaluation: { samples: 8 },
  });
  // Members had no prior.
  expect(second?.inference.prior).toEqual({ kind: 'uniform' });
  for (const experiment of [first, second])
    expect(experimentSchema.parse(experiment), 'what is stored is whole').toEqual(experiment);
  // A checkpoint of such a run, which goes on only where both are the same.
  for (const [stored, of] of [
    [first, earlier],
    [second, ensemble],
  ])
    expect(storedExperimentSchema.parse(of)).toEqual(stored);
});

test('an approximation of before there were several structures keeps the one that it had', () => {
  const home = temporaryFolder();
  firstVersion(home);
  const inference = { method: 'laplace', weights: 'auto', predictive: 'linearised', klWarmup: 0.5 };
  const of = { ...experiment, inference };
  const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
  sqlite.prepare('UPDATE runs SET experiment = ? WHERE id = ?').run(JSON.stringify(of), 'old-1');
  sqlite.close();
  const opened = openStore(home);
  onTestFinished(() => opened.close());
  const kept = { structure: 'full', precisionBy: 'evidence', priorPer: 'network' };
  expect(opened.reader.run('old-1')?.experiment.inference).toMatchObject(kept);
  expect(storedExperimentSchema.parse(of).inference).toMatchObject(kept);
});

test('several targets of before each had a noise of its own keep the one that they share, those of heads too', () => {
  const home = temporaryFolder();
  firstVersion(home);
  const heads = [
    { target: 'y', task: 'regression', noise: { kind: 'learned', std: 0.2 }, weight: 1 },
    { target: 'z', task: 'regression', noise: { kind: 'fixed', std: 0.2 }, weight: 1 },
  ];
  const data = { dataset: 'table', path: '/a.csv', target: ['y', 'z'], task: 'regression', heads };
  const noise = { kind: 'learned', std: 0.5 };
  const of = { ...experiment, data, inference: { ...experiment.inference, noise } };
  const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
  sqlite.prepare('UPDATE runs SET experiment = ? WHERE id = ?').run(JSON.stringify(of), 'old-1');
  sqlite.close();
  const opened = openStore(home);
  onTestFinished(() => opened.close());
  const stored = opened.reader.run('old-1')?.experiment;
  for (const read of [stored, storedExperimentSchema.parse(of)])
    expect(read).toMatchObject({
      data: {
        heads: [{ noise: { kind: 'learned', perTarget: false } }, { noise: { kind: 'fixed', std: 0.2 } }],
      },
      inference: { noise: { kind: 'learned', std: 0.5, perTarget: false } },
    });
  expect(experimentSchema.parse(of).inference.noise).toMatchObject({ perTarget: true });
  // Read again as it is written now, nothing changes.
  const now = experimentSchema.parse(of);
  expect(storedExperimentSchema.parse(now)).toEqual(now);
});

test('a table of before rows could be drawn class by class keeps its split', () => {
  const home = temporaryFolder();
  firstVersion(home);
  const data = { dataset: 'table', path: '/a.csv', target: 'y', task: 'classification' };
  const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
  const of = { ...experiment, data };
  sqlite.prepare('UPDATE runs SET experiment = ? WHERE id = ?').run(JSON.stringify(of), 'old-1');
  sqlite.close();
  const opened = openStore(home);
  onTestFinished(() => opened.close());
  expect(opened.reader.run('old-1')?.experiment.data).toMatchObject({ stratified: false, leastPerClass: 0 });
  expect(storedExperimentSchema.parse(of).data).toMatchObject({ stratified: false, leastPerClass: 0 });
  expect(experimentSchema.parse(of).data).toMatchObject({ stratified: true, leastPerClass: 1 });
});

test('a run that says what becomes of its last batches keeps it', () => {
  const home = temporaryFolder();
  firstVersion(home);
  const opened = openStore(home);
  onTestFinished(() => opened.close());
  expect(opened.reader.run('old-1')?.experiment.training.lastBatch).toBe('keep');
});

test('batch normalisations of a network of one’s own keep the statistics of the file, as they always did', () => {
  const home = temporaryFolder();
  firstVersion(home);
  const of = { ...experiment, model: { kind: 'onnx', path: '/net.onnx', start: 'fresh', dropout: 0 } };
  const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
  sqlite.prepare('UPDATE runs SET experiment = ? WHERE id = ?').run(JSON.stringify(of), 'old-1');
  sqlite.close();
  const opened = openStore(home);
  onTestFinished(() => opened.close());
  expect(opened.reader.run('old-1')?.experiment.model).toMatchObject({ batchNorm: 'frozen' });
  expect(storedExperimentSchema.parse(of).model).toMatchObject({ batchNorm: 'frozen' });
});

/** Data, as each kind was stored when it came. A setting that comes later is added to none of these, but by a migration. */
const firstData = [
  { dataset: 'digits', validationFraction: 0.1 },
  { dataset: 'concrete', testFraction: 0.1, validationFraction: 0.1 },
  {
    dataset: 'images',
    path: '/pictures',
    size: [32, 32],
    resize: 'cover',
    colours: 'colour',
    mirrored: false,
    testFraction: 0.1,
    validationFraction: 0.1,
  },
  {
    dataset: 'arrays',
    path: '/a.npz',
    inputs: 'x',
    targets: 'y',
    task: 'classification',
    testFraction: 0.1,
    validationFraction: 0.1,
  },
  {
    dataset: 'table',
    path: '/a.csv',
    target: 'y',
    leaveOut: [],
    task: 'regression',
    testFraction: 0.1,
    validationFraction: 0.1,
  },
  {
    dataset: 'time-series',
    path: '/a.csv',
    timeColumn: 'date',
    valueColumn: 'OT',
    gaps: 'refuse',
    history: 504,
    horizon: 168,
    stride: 1,
    calendar: true,
    testFraction: 0.3,
    validationFraction: 0.1,
  },
  { dataset: 'field', path: '/a.nc', variables: ['t2m'], testFraction: 0.2, validationFraction: 0.1 },
];

test.each(firstData)(
  '$dataset as it was first stored is whole today: what is stored equals its own parse',
  (data) => {
    const home = temporaryFolder();
    firstVersion(home);
    const of = { ...experiment, data };
    const sqlite = new Sqlite(join(home, 'parasample.sqlite'));
    sqlite.prepare('UPDATE runs SET experiment = ? WHERE id = ?').run(JSON.stringify(of), 'old-1');
    sqlite.close();
    const opened = openStore(home);
    onTestFinished(() => opened.close());
    const stored = opened.reader.run('old-1')?.experiment;
    expect(experimentSchema.parse(stored)).toEqual(stored);
    // A checkpoint or an export of such a run says the same.
    expect(storedExperimentSchema.parse(of)).toEqual(stored);
  },
);
