import { BadInputError } from '../../src-shared/errors';
import type { ExportFormat } from '../../src-shared/posterior/posterior-work';
import type { RunExportFormat } from '../../src-shared/runs/run-export-formats';
import type { RunSummary } from '../../src-shared/runs/runs';
import { refuseForCluster } from '../cluster/cluster-problems';
import { writeConfiguration } from '../sampling-parallelism/write-configuration';
import { refuseWithoutForm } from './posterior';
import { refuseOtherThanPictures } from './torch-blue';

/** Formats that have no form for a run, with the sentence that its export would be refused with. */
export function refusedFormats(
  run: RunSummary,
): Readonly<Partial<Record<ExportFormat | RunExportFormat, string>>> {
  const asked: readonly (readonly [ExportFormat | RunExportFormat, () => unknown])[] = [
    ['pytorch', () => refuseWithoutForm(run, 'pytorch')],
    ['torch-blue', () => refuseWithoutForm(run, 'torch-blue')],
    ['torch-blue', () => refuseOtherThanPictures(run)],
    ['sampling-parallelism', () => writeConfiguration(run.experiment)],
    ['cluster', () => refuseForCluster(run.experiment)],
  ];
  return Object.fromEntries(
    asked.flatMap(([format, ask]) => {
      const refusal = refusalOf(ask);
      return refusal === undefined ? [] : [[format, refusal]];
    }),
  );
}

function refusalOf(ask: () => unknown): string | undefined {
  try {
    ask();
    return undefined;
  } catch (error) {
    if (error instanceof BadInputError) return error.message;
    throw error;
  }
}
