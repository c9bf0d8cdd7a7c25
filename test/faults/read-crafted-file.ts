import { readFileSync } from 'node:fs';
import { parseCsv } from '../../src-files/csv/csv';
import { openNetcdf4 } from '../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../src-files/netcdf/read-grid-variables';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import { parseSettings } from '../../src-main/settings-file';
import { evaluationReportSchema } from '../../src-shared/assessment/evaluation-report';
import { predictionReportSchema } from '../../src-shared/assessment/prediction-report';
import { BadInputError } from '../../src-shared/errors';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import { leastSureSchema } from '../../src-shared/protocol/worker-protocol';
import { readPicture } from '../../src-workers/predict/pictures/picture-pixels';

/**
 * A program that reads one file as the app would, and says on its output whether it was read or refused, and how much
 * memory that took.
 */

export type Reader = 'csv' | 'safetensors' | 'settings' | 'run' | 'picture' | 'netcdf' | 'report';

const [, , reader, file = ''] = process.argv;

async function read(): Promise<unknown> {
  const bytes = readFileSync(file);
  switch (reader as Reader) {
    case 'csv':
      return parseCsv(bytes, 'a.csv');
    case 'safetensors':
      return decodeSafetensors(bytes);
    case 'settings':
      return parseSettings(new TextDecoder().decode(bytes), 'a.yaml');
    case 'picture':
      return readPicture(bytes, 'a.png', { height: 8, width: 8, channels: 3 }, () => {
        throw new Error('This is no JPEG file.');
      });
    case 'report': {
      const report: unknown = JSON.parse(new TextDecoder().decode(bytes));
      return [evaluationReportSchema, predictionReportSchema, leastSureSchema].map(
        (schema) => schema.safeParse(report).success,
      );
    }
    case 'netcdf':
      return readGridVariables(bytes, 'a.nc', ['wind'], openNetcdf4);
    case 'run':
      for await (const _ of recordsOfFile({ file, onRead: () => {} }));
  }
}

/** The most that this process has held at once, in MB (10^6 bytes). */
const tell = (outcome: string) =>
  process.stdout.write(JSON.stringify({ outcome, peakMB: (process.resourceUsage().maxRSS * 1024) / 1e6 }));

read().then(
  () => tell('read'),
  (error: unknown) => tell(error instanceof BadInputError ? error.message : `not refused: ${error}`),
);
