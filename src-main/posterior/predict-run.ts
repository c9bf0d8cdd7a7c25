import { resolve } from 'node:path';
import type { Calibration } from '../../src-shared/calibration';
import type { PosteriorResult } from '../../src-shared/posterior-work';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';
import { writeWholeTable } from './whole-table';

export interface PredictionRequest {
  /** The run's posterior.safetensors. */
  readonly posterior: string;
  /** A folder of pictures, or a CSV file. */
  readonly input: string;
  /** A file that ends in .csv or .parquet; one that is there is replaced. */
  readonly out: string;
  readonly samples?: number;
  /** What the run's calibration adds to the table. */
  readonly calibration?: Calibration | undefined;
}

/**
 * Predicts for a person's own data with a trained posterior. The table is seen whole or not at all.
 * @throws BadInputError where files do not fit or the table has no place there, FailedError, the signal's reason
 */
export async function predictRun(
  { posterior, input, out, samples, calibration }: PredictionRequest,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<PosteriorResult> {
  const wanted = {
    ...(samples === undefined ? {} : { samples }),
    ...(calibration === undefined ? {} : { calibration }),
  };
  return writeWholeTable(out, ({ part, format }) => {
    const work = { kind: 'predict', posterior, input: resolve(input), out: part, format } as const;
    return workWithPosterior({ ...work, ...wanted }, workshop, controls);
  });
}
