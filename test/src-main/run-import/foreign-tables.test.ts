import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importRun } from '../../../src-main/run-import/import-run';
import { recogniseRun } from '../../../src-main/run-import/recognise-run';
import { recordsOfFile } from '../../../src-main/run-import/run-file';
import { openStore } from '../../../src-main/store/store';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { meaningOf } from '../../../src-shared/metrics';
import { temporaryFolder } from '../../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** What a run becomes of a table's rows below its header. */
async function imported(...rows: readonly string[]) {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  const file = join(home, 'metrics.csv');
  writeFileSync(file, `${['metric,step,epoch,time,value', ...rows].join('\n')}\n`);
  expect(await recogniseRun(file)).toEqual({ format: 'csv' });
  const records = recordsOfFile({ file, experiment, onRead: () => undefined });
  const { runId } = await importRun({ home, store, fileName: file, records });
  return {
    run: store.reader.run(runId),
    row: store.table.rows()[0]?.summary ?? { metrics: {} },
    points: store.reader.points(runId, 0),
    log: store.reader.logs(runId, 0).map(({ text }) => text),
  };
}

/** 2023-11-14T22:13:20Z, by `date -u -d @1700000000`. */
const moment = 1_700_000_000_000;

describe('times of another program', () => {
  test.each([
    ['milliseconds', '1700000000000', '1700000001000', undefined],
    ['seconds', '1700000000', '1700000001', 'seconds'],
    ["seconds of Python's time.time()", '1700000000.0', '1700000001.0', 'seconds'],
    ['microseconds', '1700000000000000', '1700000001000000', 'microseconds'],
    ["nanoseconds of Python's time.time_ns()", '1700000000000000000', '1700000001000000000', 'nanoseconds'],
  ])('%s are told by their size', async (_what, first, second, unit) => {
    const { run, points, log } = await imported(`m,0,0,${first},1`, `m,1,0,${second},2`);
    expect(points.map(({ time }) => time)).toEqual([moment, moment + 1000]);
    expect(run).toMatchObject({ created: moment, started: moment, ended: moment + 1000 });
    const guess = `The times in its file were taken as ${unit}: as milliseconds they would lie before 1980 or after 2200.`;
    expect(log).toEqual(unit === undefined ? [] : [guess]);
  });

  test('that are no moment at all become that of the point before, and are counted', async () => {
    const { points, log } = await imported(
      'm,0,0,inf,1',
      `m,1,0,${moment},2`,
      'm,2,0,1e300,3',
      'm,3,0,nan,4',
    );
    expect(points.map(({ time }) => time)).toEqual([moment, moment, moment, moment]);
    expect(log).toEqual([
      '3 of its points had times that are no moment; each got that of the point before it.',
    ]);
  });

  test('in another unit than the first are no moment', async () => {
    const { points, log } = await imported('m,0,0,1700000000,1', `m,1,0,${moment},2`);
    expect(points.map(({ time }) => time)).toEqual([moment, moment]);
    expect(log.at(-1)).toMatch(/^1 of its points had times that are no moment/);
  });

  test('that count from the start of the run stay as they are', async () => {
    const { run, points } = await imported('m,0,0,0,1', 'm,1,0,2500,2');
    expect(points.map(({ time }) => time)).toEqual([0, 2500]);
    expect(run).toMatchObject({ started: 0, ended: 2500 });
  });

  test('that run backwards end the run at the latest of them', async () => {
    const { run } = await imported(`m,0,0,${moment + 9},1`, `m,1,0,${moment},2`);
    expect(run.ended).toBe(moment + 9);
  });
});

// As str, json.dumps and pandas' to_csv(na_rep='nan') of Python, R's write.csv and JavaScript write them.
test.each([
  ['nan', Number.NaN],
  ['NaN', Number.NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['Inf', Infinity],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
])('%s in a table is read as that number', async (written, value) => {
  const { points } = await imported('m,0,0,1,0.5', `m,1,0,1,${written}`);
  expect(points.map((point) => point.value)).toEqual([0.5, value]);
});

test.each(['0x10', '1_000', '1,5', '', 'one', 'infinite'])(
  '%j is no number, and refused by its row',
  async (written) => {
    await expect(imported(`m,0,0,1,"${written}"`)).rejects.toThrow(
      'row 2, value: this should be a number, NaN or an infinity.',
    );
  },
);

test("names that every object of JavaScript's has are metrics as any others", async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const { run, row, points } = await imported(...names.map((name, at) => `${name},0,0,1,${at}`));
  const lastValues = names.map((name, at) => [name, at] as const);
  expect(points.map(({ name, value }) => [name, value])).toEqual(lastValues);
  for (const { metrics } of [run, row]) expect(new Map(Object.entries(metrics))).toEqual(new Map(lastValues));
  expect(names.map((name) => meaningOf(name).label)).toEqual(names);
});

test("the records of a run that Python's json wrote anew have its NaN and infinities", async () => {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  const file = join(home, 'run.json');
  const head = {
    type: 'run',
    format: 'parasample-run',
    version: 1,
    id: 'elsewhere',
    status: 'finished',
    reason: '"NaN", said \\ it; -Infinity',
    experiment,
    created: moment,
    engine: 'Python',
    metrics: {},
    annotations: { tags: [], notes: '', starred: false, archived: false },
  };
  writeFileSync(
    file,
    `[\n${JSON.stringify(head)},
{"type": "points", "names": ["m", "m", "m"], "steps": [0, 1, 2], "epochs": [0, 0, 0], "times": [1, 2, 3], "values": [NaN, Infinity, -Infinity]},
{"type": "end", "points": 3, "lines": 0}\n]\n`,
  );
  const records = recordsOfFile({ file, onRead: () => undefined });
  const { runId } = await importRun({ home, store, fileName: file, records });
  expect(store.reader.points(runId, 0).map(({ value }) => value)).toEqual([Number.NaN, Infinity, -Infinity]);
  expect(store.reader.run(runId).reason).toBe(head.reason);
});
