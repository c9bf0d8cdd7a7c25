import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { exportForCluster } from '../../src-main/cluster/cluster-project';
import { importRun } from '../../src-main/run-import/import-run';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import type { Store } from '../../src-main/store/store';
import { WrittenFiles } from '../../src-main/written-files';
import type { Experiment } from '../../src-shared/experiment/experiment';

const run = promisify(execFile);

/** Writes the project of an experiment into a new folder of `home`; the data set that it names is looked for there too. */
export async function projectOf(home: string, experiment: Experiment, name: string): Promise<string> {
  const outFolder = join(home, name);
  await exportForCluster({ experiment, cacheFolder: home, outFolder }, new WrittenFiles(home, 'anything'));
  return outFolder;
}

export interface Launch {
  /** Processes of each node. */
  readonly processes: number;
  readonly seed: number;
  /** How torchrun's processes find each other; without it they are all of one machine. */
  readonly rendezvous?: readonly string[];
}

/** Trains a project with gloo processes on this machine, as its README.md says; returns the folder of its results. */
export async function trainProject(
  python: string,
  project: string,
  { processes, seed, rendezvous }: Launch,
): Promise<string> {
  const out = join(project, `out-${processes}-${seed}`);
  const command = [join(project, 'train.py'), '--out', out, '--seed', `${seed}`];
  await torchrun(python, command, processes, rendezvous);
  return out;
}

/** Trains several projects with two gloo processes, PyTorch being loaded once; returns the folders of their results. */
export async function trainProjects(python: string, projects: readonly string[]): Promise<string[]> {
  await torchrun(python, [join(import.meta.dirname, 'train_projects.py'), ...projects], 2);
  return projects.map((project) => join(project, 'out'));
}

async function torchrun(
  python: string,
  command: readonly string[],
  processes: number,
  rendezvous: readonly string[] = ['--standalone'],
): Promise<void> {
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
  const args = [...rendezvous, '--nproc-per-node', `${processes}`, ...command];
  await run(join(dirname(python), 'torchrun'), args, { env });
}

export interface LoggedRun {
  readonly runId: string;
  readonly hasPosterior: boolean;
  readonly metrics: Readonly<Record<string, number>>;
  readonly losses: readonly number[];
}

/** Imports what a project logged, which must have finished. */
export async function importedRun(home: string, store: Store, out: string): Promise<LoggedRun> {
  const file = join(out, 'run.json');
  const records = recordsOfFile({ file, onRead: () => {} });
  const { runId, hasPosterior } = await importRun({ home, store, fileName: file, records });
  const { status, metrics } = store.reader.run(runId);
  expect(status).toBe('finished');
  const points = store.reader.points(runId, 0);
  return {
    runId,
    hasPosterior,
    metrics,
    losses: points.filter(({ name }) => name === 'train.loss').map(({ value }) => value),
  };
}
