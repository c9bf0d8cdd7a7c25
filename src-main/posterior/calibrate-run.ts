import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Calibration,
  type CalibrationRequest,
  calibrationSchema,
} from '../../src-shared/assessment/calibration';
import { FailedError } from '../../src-shared/errors';
import { refusedWriting } from '../refused-writing';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';

export interface RunToCalibrate {
  readonly runFolder: string;
  /** Where the data of its experiment lie. */
  readonly location: string;
}

const fileName = 'calibration.json';

/**
 * Calibrates a run's posterior on its validation split and keeps what came of it in the run's folder, beside what another
 * method gave for the same posterior and number of weight samples.
 * @throws BadInputError where there is nothing to calibrate on or no such method for it, FailedError, the signal's reason
 */
export async function calibrateRun(
  { runFolder, location }: RunToCalibrate,
  { coverage = 0.9, ...asked }: CalibrationRequest,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<Calibration> {
  const file = join(runFolder, fileName);
  const out = `${file}.part-${process.pid}`;
  const posterior = join(runFolder, 'posterior.safetensors');
  try {
    const kept = await readCalibration(runFolder);
    const work = { kind: 'calibrate', posterior, location, coverage, out, ...asked } as const;
    await workWithPosterior({ ...work, ...(kept ? { kept } : {}) }, workshop, controls);
    const calibration = calibrationSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    await rename(out, file);
    return calibration;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw refusedWriting(error, 'The calibration', file);
  } finally {
    await rm(out, { force: true });
  }
}

/** What a run's validation split said of its predictions; undefined where it was never asked. Throws FailedError where the file is damaged. */
export async function readCalibration(runFolder: string): Promise<Calibration | undefined> {
  const file = join(runFolder, fileName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return calibrationSchema.parse(JSON.parse(text));
  } catch {
    throw new FailedError(`The file ${file} is damaged; remove it, or calibrate the run again.`);
  }
}
