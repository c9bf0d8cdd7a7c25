import { BadInputError } from '../../src-shared/errors';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';
import { checkDataset, datasetFolder } from '../datasets/datasets';
import { LaunchedAhead } from '../posterior/launched-ahead';
import { type PosteriorWorkshop, workerOptions } from '../posterior/posterior-worker';
import type { WorkerLauncher } from '../processes/worker-process';
import { chooseEngine } from '../runs/engine-choice';
import { keptEnvironment } from '../runs/run-environment';
import type { RunSupervisor } from '../runs/run-supervisor';
import { refuseChangedData } from '../runs/unchanged-data';
import type { Store } from '../store/store';
import type { WrittenFiles } from '../written-files';
import type { Tasks } from './tasks';

export interface PosteriorContext {
  readonly home: string;
  readonly cacheFolder: string;
  readonly launcher: WorkerLauncher;
  readonly supervisor: RunSupervisor;
  readonly store: Pick<Store, 'oneAtATime'>;
  readonly tasks: Tasks;
  readonly written: WrittenFiles;
}

/**
 * Where the data of runs that have the same lie.
 * @throws BadInputError where they are not there, or no longer what one of the runs was trained on
 */
export async function unchangedData(
  runs: readonly Pick<RunSummary, 'id' | 'experiment'>[],
  { supervisor, cacheFolder }: PosteriorContext,
): Promise<string> {
  const [{ experiment }] = runs;
  const { fingerprint } = await checkDataset(experiment.data, cacheFolder);
  for (const { id } of runs)
    refuseChangedData(id, keptEnvironment(supervisor.runFolder(id))?.data, fingerprint);
  return datasetFolder(experiment.data, cacheFolder);
}

/**
 * Looks whether the data of runs that have the same are what they were trained on, while a worker process starts; both are for `use`.
 * @throws BadInputError where the data are not there or have changed, and what `use` throws
 */
export async function withUnchangedData<Result>(
  runs: readonly Pick<RunSummary, 'id' | 'experiment'>[],
  context: PosteriorContext,
  use: (location: string, workshop: PosteriorWorkshop) => Promise<Result>,
): Promise<Result> {
  const engine = chooseEngine(context.cacheFolder);
  const launcher = new LaunchedAhead(context.launcher, workerOptions(engine), engine.choice);
  try {
    return await use(await unchangedData(runs, context), { launcher, engine });
  } finally {
    launcher.close();
  }
}

/** @param doing what the person wants, as "export" */
export function runWithPosterior(supervisor: RunSupervisor, runId: string, doing: string): RunSummary {
  const run = supervisor.summary(runId);
  const { status } = run;
  if (!isOver(status))
    throw new BadInputError(`Run ${runId} is still ${status}; wait for its end, or stop it, to ${doing} it.`);
  return run;
}
