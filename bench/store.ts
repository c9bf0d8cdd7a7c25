// What the store takes and gives on this machine: points in per second, a table of 10,000 runs, 100 long curves.
// node bench/run.mjs bench/store.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runsPage } from '../src-main/store/run-page';
import { openStore, type Store } from '../src-main/store/store';
import { seriesOptionsSchema } from '../src-shared/data/series';
import { runsPageSchema } from '../src-shared/runs/run-table';
import { generateCurve, generateRuns } from '../test/store/generate-store';

const runs = 10_000;
const curves = 100;
const pointsPerCurve = 100_000;
/** As many as the supervisor writes in one tick when eight workers report busily. */
const batchPoints = 20_000;
const nothing = { change: {}, points: [], finalMetrics: {}, logs: [] };

export default async function benchStore(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'parasample-bench-'));
  const store = openStore(home);
  try {
    const ids = await timed(`storing ${runs} runs`, () => generateRuns(store, runs));
    await benchTable(home, store);
    await benchCurves(store, ids.slice(0, curves));
  } finally {
    store.close();
    await rm(home, { recursive: true });
  }
}

async function benchTable(home: string, store: Store): Promise<void> {
  const other = openStore(home);
  await timed('first look at the table in a new process', () => other.table.rows());
  other.close();
  const query = 'mode = sp and test.accuracy > 0.5 and (tag = paper or name ~ "digits")';
  const sort = [{ column: 'test.nll', descending: true }];
  const request = runsPageSchema.parse({ query, sort, groupBy: ['training.samples'] });
  const table = () => ({ rows: store.table.rows(), paths: store.table.paths(), studies: new Map() });
  table();
  await timed('columns of the table', () => store.table.columns());
  await timed('filtering, grouping and sorting', () => runsPage(table(), request));
  await timed('sorting all by name', () =>
    runsPage(table(), runsPageSchema.parse({ sort: [{ column: 'name', descending: false }] })),
  );
  await timed('one run changed, whole page again', () => {
    store.annotations.annotate(['run-5'], { starred: true });
    return runsPage(table(), request);
  });
  await timed('its columns again', () => store.table.columns());
}

async function benchCurves(store: Store, ids: readonly string[]): Promise<void> {
  const points = ids.map((_, index) => generateCurve('train.loss', pointsPerCurve, 77_777, index));
  const total = (ids.length * pointsPerCurve).toLocaleString('en');
  await timed(`storing ${total} points`, () => {
    for (let first = 0; first < pointsPerCurve; first += batchPoints)
      for (const [index, runId] of ids.entries())
        store.writer.store([{ ...nothing, runId, points: points[index].slice(first, first + batchPoints) }]);
  });
  const read = (options: object) =>
    store.curves.curves(ids, 'train.loss', seriesOptionsSchema.parse(options));
  const text = `${ids.length} curves of ${pointsPerCurve} points`;
  await timed(`packing the points of one run`, () => store.curves.sealRun(ids[0] ?? ''));
  await timed(`packing the other ${ids.length - 1} runs`, () => read({}));
  const whole = await timed(`${text}, whole`, () => read({}));
  await timed(`${text}, smoothed`, () => read({ smoothing: 0.9 }));
  await timed(`${text}, a tenth of them zoomed in`, () => read({ from: 50_000, to: 60_000 }));
  await timed(`${text}, only what is new`, () => read({ after: whole[0]?.lastId ?? 0 }));
  const spikes = whole.filter(({ y }) => Math.max(...y) === 1000).length;
  console.log(`curves whose one-step spike is shown: ${spikes} of ${whole.length}`);
}

async function timed<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  const started = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  report(what, performance.now() - started, (user + system) / 1000);
  return result;
}

/** On a machine with other work, the time on the processor says more than the time that passed. */
function report(what: string, ms: number, processorMs: number): void {
  console.log(`${what}: ${ms.toFixed(1)} ms (${processorMs.toFixed(1)} ms of processor time)`);
}
