// What the window costs on this machine: a table of 10,000 runs, 100 long curves pulled and zoomed, and a live run.
// Needs the built app (npm run build) and Chromium: node bench/run.mjs bench/window.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src-main/store/store';
import { generateCurve, generateRuns } from '../test/store/generate-store';
import { openApp } from './window/app';
import { benchCurves } from './window/curves';
import { benchLiveRun } from './window/live-run';
import { benchTable } from './window/table';

const runs = 10_000;
const curves = 100;
const pointsPerCurve = 100_000;

export default async function benchWindow(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'parasample-bench-'));
  try {
    const ids = await fillStore(home);
    const app = await openApp(home);
    try {
      await benchTable(app);
      await benchCurves(app, ids, pointsPerCurve);
      await benchLiveRun(app);
    } finally {
      await app.close();
    }
  } finally {
    await rm(home, { recursive: true });
  }
}

/** Returns the runs with long curves; each has a spike of one step at a place of its own. */
async function fillStore(home: string): Promise<readonly string[]> {
  const store = openStore(home);
  const ids = generateRuns(store, runs).slice(0, curves);
  for (const [index, runId] of ids.entries()) {
    const spike = Math.floor(((index + 0.5) * pointsPerCurve) / curves);
    const points = generateCurve('train.loss', pointsPerCurve, spike, index);
    store.writer.store([{ runId, change: {}, points, finalMetrics: {}, logs: [] }]);
    await store.curves.sealRun(runId);
  }
  store.close();
  console.log(`a store of ${runs} runs, ${curves} of them with ${pointsPerCurve} points`);
  return ids;
}
