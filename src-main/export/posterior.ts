import { FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';

export interface PosteriorExport {
  readonly runFolder: string;
  readonly experiment: Experiment;
  readonly runId: string;
  readonly outFolder: string;
}

/** Writes `<runId>.safetensors` into `outFolder` with the experiment in its metadata; returns the files written. */
export async function exportPosterior({ runId }: PosteriorExport): Promise<string[]> {
  throw new FailedError(`Exporting ${runId} is not written yet.`);
}
