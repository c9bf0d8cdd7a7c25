import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../src-main/store/migrations';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { seriesOptionsSchema } from '../../src-shared/series';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  name: 'Old',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

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
