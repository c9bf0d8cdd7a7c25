import { join, resolve } from 'node:path';
import type { RunFileFormat } from '../../src-shared/runs/run-export-formats';
import { allOrNone } from '../export/all-or-none';
import { streamAtOnce } from '../export/stream-at-once';
import { homeModule, notebookText } from '../notebook/notebook';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { refusedWriting } from '../refused-writing';
import type { WrittenFiles } from '../written-files';
import { configurationText } from './configuration-file';
import { csvText } from './csv-file';
import { jsonLines } from './json-file';
import { mlflowFiles } from './mlflow-folder';
import { parquetBytes } from './parquet-file';
import type { RunRecord } from './run-record';
import { type ExportedRun, headOf, pointRecords, runRecords } from './run-records';
import { tensorboardBytes } from './tensorboard-file';
import { wandbBytes, wandbName } from './wandb-file';

export interface RunExport extends ExportedRun {
  readonly format: RunFileFormat;
  readonly outFolder: string;
  /** The folder of all runs, which a notebook reads. */
  readonly home: string;
  readonly signal?: AbortSignal;
  /** Told how much is written, in MB (10^6 bytes). */
  readonly onProgress?: (doneMB: number) => void;
}

interface ExportedFile {
  /** Inside the export's folder; it may name a folder in it. */
  readonly name: string;
  readonly pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/**
 * Writes a run, not its posterior, into a folder and returns the files. They are written whole or not at all. Throws
 * BadInputError or FailedError naming the folder where it cannot be written, BadInputError what must not be replaced.
 */
export async function exportRun(request: RunExport, written: WrittenFiles): Promise<string[]> {
  const { signal, onProgress, run } = request;
  const outFolder = resolve(request.outFolder);
  const files = filesOf(request).map(({ name, pieces }) => ({ file: join(outFolder, name), pieces }));
  const paths = files.map(({ file }) => file);
  refuseOverInput(paths, ownFilesOf(run.experiment.data));
  written.refuseForeign(paths);
  const write = async () => {
    for (const { file, pieces } of files)
      await streamAtOnce(file, pieces, {
        ...(signal ? { signal } : {}),
        onWritten: (bytes) => onProgress?.(bytes / 1e6),
      });
  };
  try {
    await allOrNone(paths, write);
  } catch (error) {
    throw refusedWriting(error, `Run ${run.id}`, outFolder);
  }
  written.note(paths);
  return paths;
}

function filesOf(request: RunExport): readonly ExportedFile[] {
  const { id } = request.run;
  switch (request.format) {
    case 'json':
      return [{ name: `${id}.run.json`, pieces: jsonLines(runRecords(request)) }];
    case 'csv':
      return [
        { name: `${id}.csv`, pieces: csvText(pointRecords(request)) },
        { name: `${id}.csv.run.json`, pieces: jsonLines(withoutPoints(runRecords(request))) },
      ];
    case 'tensorboard': {
      const seconds = Math.floor((request.run.started ?? request.run.created) / 1000);
      // TensorBoard names a run by its folder, and reads files with these words in their names.
      const name = `${id}-tensorboard/${id}/events.out.tfevents.${seconds}.parasample`;
      return [{ name, pieces: tensorboardBytes(headOf(request.run), pointRecords(request)) }];
    }
    case 'mlflow': {
      const folder = `${id}-mlflow`;
      const files = mlflowFiles(request.run, join(resolve(request.outFolder), folder), () =>
        pointRecords(request),
      );
      return files.map(({ name, pieces }) => ({ name: `${folder}/${name}`, pieces }));
    }
    case 'wandb': {
      const name = `${id}-wandb/${wandbName(id, request.run.started ?? request.run.created)}`;
      return [{ name, pieces: wandbBytes(headOf(request.run), pointRecords(request)) }];
    }
    case 'sampling-parallelism':
      return [{ name: `${id}.yaml`, pieces: [configurationText(request.run.experiment, id)] }];
    case 'notebook':
      return [
        { name: `${id}.ipynb`, pieces: [notebookText(request.run, request.home)] },
        { name: homeModule.name, pieces: [homeModule.code] },
      ];
    case 'parquet':
      return [{ name: `${id}.parquet`, pieces: parquetBytes(headOf(request.run), pointRecords(request)) }];
  }
}

async function* withoutPoints(records: AsyncIterable<RunRecord>): AsyncGenerator<RunRecord> {
  for await (const record of records) if (record.type !== 'points') yield record;
}
