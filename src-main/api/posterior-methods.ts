import { dirname, join, resolve } from 'node:path';
import type { Api } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import { isOver, type RunSummary } from '../../src-shared/runs';
import { taskTitles } from '../../src-shared/tasks';
import { exportPosterior } from '../export/posterior';
import { makeFolder } from '../make-folder';
import { predictRun } from '../posterior/predict-run';
import type { WorkerLauncher } from '../processes/worker-process';
import { chooseEngine } from '../runs/engine-choice';
import type { RunSupervisor } from '../runs/run-supervisor';
import type { Tasks } from './tasks';

export interface PosteriorContext {
  readonly home: string;
  readonly cacheFolder: string;
  readonly launcher: WorkerLauncher;
  readonly supervisor: RunSupervisor;
  readonly tasks: Tasks;
}

/** What is done with the posterior of a run that is over. */
export function posteriorMethods(context: PosteriorContext): Pick<Api, 'exportPosterior' | 'predict'> {
  const { home, cacheFolder, launcher, supervisor, tasks } = context;
  return {
    exportPosterior: async (runId, folder, format = 'safetensors', options = {}) => {
      const run = runWithPosterior(supervisor, runId, 'export');
      const outFolder = folder ?? join(home, 'exports', runId);
      const request = { run, runFolder: supervisor.runFolder(runId), outFolder, format, options };
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.exportPosterior(runId);
      return tasks.wait(title, title, async ({ signal, onItems }) => ({
        files: await exportPosterior(request, workshop, { signal, onProgress: onItems }),
      }));
    },
    predict: async (runId, request) => {
      runWithPosterior(supervisor, runId, 'predict with');
      // The app's own folder for this run need not be there yet; any other is the person's.
      const ownFolder = join(home, 'exports', runId);
      if (dirname(resolve(request.out)) === resolve(ownFolder)) makeFolder(ownFolder);
      const posterior = join(supervisor.runFolder(runId), 'posterior.safetensors');
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.predict(runId);
      return tasks.wait(title, title, ({ signal, onItems }) =>
        predictRun({ ...request, posterior }, workshop, { signal, onProgress: onItems }),
      );
    },
  };
}

/** @param doing what the person wants, as "export" */
function runWithPosterior(supervisor: RunSupervisor, runId: string, doing: string): RunSummary {
  const run = supervisor.summary(runId);
  const { status } = run;
  if (!isOver(status))
    throw new BadInputError(`Run ${runId} is still ${status}; wait for its end, or stop it, to ${doing} it.`);
  return run;
}
