import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Calibration,
  type CalibrationRequest,
  calibrationSchema,
} from '../../src-shared/assessment/calibration';
import { withKeptCalibration } from '../../src-shared/assessment/with-kept';
import { FailedError } from '../../src-shared/errors';
import { refusedWriting } from '../refused-writing';
import { keepFindings, type OneAtATime } from './keep-findings';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';

export interface RunToCalibrate {
  readonly runFolder: string;
  /** Where the data of its experiment lie. */
  readonly location: string;
  readonly oneAtATime: OneAtATime;
}

const fileName = 'calibration.json';

/**
 * Calibrates a run's posterior on its validation split and keeps what came of it in the run's folder, beside what another
 * method gave for the same posterior and number of weight samples.
 * @throws BadInputError where there is nothing to calibrate on or no such method for it, FailedError, the signal's reason
 */
export async function calibrateRun(
  { runFolder, location, oneAtATime }: RunToCalibrate,
  { coverage = 0.9, ...asked }: CalibrationRequest,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<Calibration> {
  const file = join(runFolder, fileName);
  const out = `${file}.part-${process.pid}`;
  const posterior = join(runFolder, 'posterior.safetensors');
  try {
    // Refuses a damaged file before anything is predicted.
    await readCalibration(runFolder);
    const work = { kind: 'calibrate', posterior, location, coverage, out, ...asked } as const;
    await workWithPosterior(work, workshop, controls);
    const parse = (text: string) => parsed(text, file);
    return keepFindings({ file, part: out, parse, merge: withKeptCalibration }, oneAtATime);
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
  return parsed(text, file);
}

function parsed(text: string, file: string): Calibration {
  try {
    return calibrationSchema.parse(JSON.parse(text));
  } catch {
    throw new FailedError(`The file ${file} is damaged; remove it, or calibrate the run again.`);
  }
}
