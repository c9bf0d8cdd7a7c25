import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Calibration } from '../../src-shared/calibration';
import { BadInputError } from '../../src-shared/errors';
import { type PosteriorResult, tableFormatSchema } from '../../src-shared/posterior-work';
import { refusedWriting } from '../refused-writing';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';

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
  const format = tableFormatSchema.safeParse(extname(out).slice(1).toLowerCase());
  if (!format.success)
    throw new BadInputError(`${out} should end in .csv or .parquet, which says its format.`);
  await requireFolder(out);
  const part = `${out}.part-${process.pid}`;
  const wanted = {
    ...(samples === undefined ? {} : { samples }),
    ...(calibration === undefined ? {} : { calibration }),
  };
  const work = { kind: 'predict', posterior, input: resolve(input), out: part, format: format.data } as const;
  try {
    // Before the long work, whose end it would be; never through a link that another user of the folder has put there.
    await rm(part, { force: true });
    await writeFile(part, '', { flag: 'wx' });
    const result = await workWithPosterior({ ...work, ...wanted }, workshop, controls);
    await rename(part, out);
    return result;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw refusedWriting(error, 'The table', out);
  } finally {
    // Where it could not be made, the error before says why.
    await rm(part, { force: true }).catch(() => undefined);
  }
}

async function requireFolder(out: string): Promise<void> {
  const folder = dirname(resolve(out));
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new BadInputError(`${folder} is no folder; the table is written into one that is there.`);
  const present = await stat(out).catch(() => undefined);
  if (present?.isDirectory()) throw new BadInputError(`${out} is a folder; name a file in it.`);
}
