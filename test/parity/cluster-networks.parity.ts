import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src-main/store/store';
import type { ExperimentInput } from '../../src-shared/experiment/experiment';
import { buildWorker } from '../src-workers/run/built-worker';
import { trainWithWorkers } from '../src-workers/run/worker-group';
import { bindingPath } from '../src-workers/tensorflow';
import { type ClusterCase, inferenceCases, networkCases } from './cluster-cases';
import { importedRun, projectOf, trainProjects } from './cluster-project';

const python = process.env.PARASAMPLE_PARITY_PYTHON ?? '';
const home = mkdtempSync(join(tmpdir(), 'parasample-cluster-'));
const cases = [...networkCases(home), ...inferenceCases()];
const seeds = [1, 2, 3];

type Metrics = Readonly<Record<string, number>>;

/** What torchrun trains, by case, a run a seed. */
const there = new Map<string, readonly Metrics[]>();
let store: Store;
let worker: string;

beforeAll(async () => {
  store = openStore(home);
  worker = await buildWorker();
  const projects = await Promise.all(cases.flatMap((one) => seeds.map((seed) => seededProject(one, seed))));
  const outs = await trainProjects(python, projects);
  for (const [at, { name }] of cases.entries()) {
    const runs: Metrics[] = [];
    for (const out of outs.slice(at * seeds.length, (at + 1) * seeds.length))
      runs.push((await importedRun(home, store, out)).metrics);
    there.set(name, runs);
  }
}, 3_600_000);
afterAll(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

function seededProject({ name, experiment }: ClusterCase, seed: number): Promise<string> {
  return projectOf(home, { ...experiment, seed }, `${name.replaceAll(/[ ,]+/g, '-')}-${seed}`);
}

async function trainHere({ experiment, location }: ClusterCase): Promise<readonly Metrics[]> {
  const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
  const parallel: ExperimentInput['parallel'] = { mode: 'local', devices: ['cpu:0'] };
  const runs: Metrics[] = [];
  for (const seed of seeds)
    runs.push(
      (await trainWithWorkers(worker, { ...experiment, seed, parallel }, engine, location)).finalMetrics,
    );
  return runs;
}

/** Squared standard error of the mean over seeds. */
function squaredErrorOf(score: string, runs: readonly Metrics[]): number {
  const mean = meanOf(score, runs);
  const squares = runs.reduce((sum, run) => sum + (run[score] - mean) ** 2, 0);
  return squares / (runs.length - 1) / runs.length;
}

function meanOf(score: string, runs: readonly Metrics[]): number {
  return runs.reduce((sum, run) => sum + run[score], 0) / runs.length;
}

describe('a project trained by two gloo processes scores as the app does, within what seeds differ by', () => {
  test.each(cases)('$name', { timeout: 600_000 }, async (one) => {
    const theirs = there.get(one.name) ?? [];
    const ours = await trainHere(one);
    const score = 'test.nll';
    const texts = [ours, theirs].map((runs) => runs.map((run) => run[score].toFixed(3)).join(', '));
    process.stdout.write(`${one.name}, NLL of three seeds: here ${texts[0]}; project ${texts[1]}\n`);
    const error = Math.sqrt(squaredErrorOf(score, ours) + squaredErrorOf(score, theirs));
    // Three seeds are few: their spread may be half of what it should be.
    expect(Math.abs(meanOf(score, theirs) - meanOf(score, ours))).toBeLessThan(5 * error);
  });
});
