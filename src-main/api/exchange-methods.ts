import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';
import { taskTitles } from '../../src-shared/tasks';
import { exportForCluster } from '../cluster/cluster-project';
import { type PrintPage, printPage } from '../report/print-page';
import { writeReport } from '../report/write-report';
import { exportRun } from '../run-export/export-run';
import { eventFilesOf } from '../run-import/event-files';
import { importRun } from '../run-import/import-run';
import { recordsOfFile } from '../run-import/run-file';
import { slugOf } from '../runs/run-id';
import type { WrittenFiles } from '../written-files';
import { checkedExperiment } from './checked-experiment';
import type { DeskContext } from './desk-methods';
import type { TaskControls, Tasks } from './tasks';

export interface ExchangeContext extends DeskContext {
  readonly home: string;
  readonly cacheFolder: string;
  readonly tasks: Tasks;
  readonly written: WrittenFiles;
  readonly print?: PrintPage;
}

type ExchangeApi = Pick<Api, 'exportRun' | 'printReport' | 'writeReport' | 'importRun' | 'exportCluster'>;

/** Runs on their way to other programs and back. */
export function exchangeMethods(context: ExchangeContext): ExchangeApi {
  const { home, cacheFolder, store, supervisor, tasks, written, onEvent, print } = context;
  return {
    exportRun: async (runId, format, folder) => {
      const run = supervisor.summary(runId);
      const outFolder = folder ?? join(home, 'exports', runId);
      const runFolder = supervisor.runFolder(runId);
      const title = taskTitles.exportRun(runId);
      return tasks.wait(title, title, async ({ signal, onProgress }) => {
        if (format === 'cluster') {
          const project = { cacheFolder, outFolder: join(outFolder, `${runId}-cluster`) };
          const { experiment } = run;
          return { files: await exportForCluster({ experiment, ...project, signal }, written) };
        }
        if (format === 'report') {
          const file = join(outFolder, `${runId}.html`);
          const report = { run, runFolder, curves: store.curves, file, signal };
          return { files: [await writeReport(report, written)] };
        }
        const request = { reader: store.reader, run, runFolder, format, outFolder, home };
        return { files: await exportRun({ ...request, signal, onProgress }, written) };
      });
    },
    printReport: (runId) => {
      const run = supervisor.summary(runId);
      const file = join(home, 'exports', runId, `${runId}.html`);
      const title = taskTitles.exportRun(runId);
      return tasks.wait(title, title, async () => {
        if (!print)
          throw new BadInputError(
            'Only the desktop app prints; export the report, and print that in a browser.',
          );
        const report = { run, runFolder: supervisor.runFolder(runId), curves: store.curves, file };
        const page = await writeReport(report, written);
        return { files: [page, await printPage(page, print, written)] };
      });
    },
    writeReport: async (runId, file) => {
      const run = supervisor.summary(runId);
      const runFolder = supervisor.runFolder(runId);
      return { file: await writeReport({ run, runFolder, curves: store.curves, file }, written) };
    },
    importRun: (file, experiment) => {
      const title = taskTitles.importRun(file);
      return tasks.wait(title, title, async ({ signal, onProgress }) => {
        const onRead = await readProgress(file, onProgress);
        const records = recordsOfFile({
          file,
          onRead,
          ...(experiment === undefined ? {} : { experiment: checkedExperiment(experiment) }),
        });
        const imported = await importRun({ home, store, fileName: file, records, signal });
        onEvent({ type: 'run', run: supervisor.summary(imported.runId) });
        return imported;
      });
    },
    exportCluster: async (value, folder) => {
      const experiment = checkedExperiment(value);
      const outFolder = resolve(folder ?? join(home, 'exports', `${slugOf(experiment.name)}-cluster`));
      return tasks.wait(
        `${taskTitles.exportCluster} ${outFolder}`,
        taskTitles.exportCluster,
        async ({ signal }) => ({
          folder: outFolder,
          files: await exportForCluster({ experiment, cacheFolder, outFolder, signal }, written),
        }),
      );
    },
  };
}

async function readProgress(path: string, onProgress: TaskControls['onProgress']) {
  const files = await eventFilesOf(path).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  return (bytes: number) => {
    done += bytes;
    onProgress(done / 1e6, total / 1e6);
  };
}
