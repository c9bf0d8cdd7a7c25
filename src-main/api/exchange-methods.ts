import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Api, taskTitles } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import { checkExperiment, describeProblems } from '../../src-shared/problems';
import { exportRun } from '../run-export/export-run';
import { importRun } from '../run-import/import-run';
import { recordsOfFile } from '../run-import/run-file';
import type { DeskContext } from './desk-methods';
import type { TaskControls, Tasks } from './tasks';

export interface ExchangeContext extends DeskContext {
  readonly home: string;
  readonly tasks: Tasks;
}

type ExchangeApi = Pick<Api, 'exportRun' | 'importRun'>;

/** Runs on their way to other programs and back. */
export function exchangeMethods(context: ExchangeContext): ExchangeApi {
  const { home, store, supervisor, tasks, onEvent } = context;
  return {
    exportRun: (runId, format, folder) => {
      const run = supervisor.summary(runId);
      const outFolder = folder ?? join(home, 'exports', runId);
      const runFolder = supervisor.runFolder(runId);
      const request = { reader: store.reader, run, runFolder, format, outFolder };
      const title = taskTitles.exportRun(runId);
      return tasks.wait(title, title, async ({ signal, onProgress }) => ({
        files: await exportRun({ ...request, signal, onProgress }),
      }));
    },
    importRun: (file, experiment) => {
      const title = taskTitles.importRun(file);
      return tasks.wait(title, title, async ({ signal, onProgress }) => {
        const onRead = await readProgress(file, onProgress);
        const records = recordsOfFile({ file, onRead, ...checkedExperiment(experiment) });
        const runId = await importRun({ home, store, fileName: file, records, signal });
        onEvent({ type: 'run', run: supervisor.summary(runId) });
        return { runId };
      });
    },
  };
}

function checkedExperiment(value: unknown): { readonly experiment?: Experiment } {
  if (value === undefined) return {};
  const checked = checkExperiment(value);
  if (!checked.ok) throw new BadInputError(describeProblems(checked.problems));
  return { experiment: checked.experiment };
}

async function readProgress(file: string, onProgress: TaskControls['onProgress']) {
  const total = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  let done = 0;
  return (bytes: number) => {
    done += bytes;
    onProgress(done / 1e6, total / 1e6);
  };
}
