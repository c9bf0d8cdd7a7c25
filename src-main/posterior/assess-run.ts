import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Assessment, assessmentSchema } from '../../src-shared/assessment/assessment';
import { withKept } from '../../src-shared/assessment/with-kept';
import { FailedError } from '../../src-shared/errors';
import type { PosteriorWork } from '../../src-shared/posterior/posterior-work';
import { codeVersion } from '../code-version';
import { refusedWriting } from '../refused-writing';
import { keepFindings, type OneAtATime } from './keep-findings';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';

export interface RunToAssess {
  readonly runFolder: string;
  /** Where the data of its experiment lie. */
  readonly location: string;
  readonly oneAtATime: OneAtATime;
}

const fileName = 'assessment.json';
/** Of an evaluation that has not come to its end. */
const soFarName = 'assessment-so-far.jsonl';

/**
 * Looks how far the doubt of a run's posterior can be trusted and keeps what came of it in the run's folder, beside what
 * was found before for the same posterior and number of weight samples. Where it is interrupted, what it has found so far is not
 * found again the next time.
 * @throws BadInputError where there are no test items or other data do not fit, FailedError, the signal's reason
 */
export async function assessRun(
  { runFolder, location, oneAtATime }: RunToAssess,
  asked: Pick<
    Extract<PosteriorWork, { kind: 'assess' }>,
    'ood' | 'labelled' | 'by' | 'corruptions' | 'pruning' | 'samples' | 'table'
  >,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<Assessment> {
  const file = join(runFolder, fileName);
  const out = `${file}.part-${process.pid}`;
  const soFar = join(runFolder, soFarName);
  const posterior = join(runFolder, 'posterior.safetensors');
  try {
    // Refuses a damaged file before anything is predicted.
    await readAssessment(runFolder);
    const work = { kind: 'assess', posterior, location, soFar, code: codeVersion, out, ...asked } as const;
    await workWithPosterior(work, workshop, controls);
    const parse = (text: string) => parsed(text, file);
    const assessment = keepFindings({ file, part: out, parse, merge: withKept }, oneAtATime);
    await rm(soFar, { force: true });
    return assessment;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw refusedWriting(error, 'The evaluation', file);
  } finally {
    await rm(out, { force: true });
  }
}

/** What was found of a run's doubt; undefined where nobody looked. Throws FailedError where the file is damaged. */
export async function readAssessment(runFolder: string): Promise<Assessment | undefined> {
  const file = join(runFolder, fileName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return parsed(text, file);
}

function parsed(text: string, file: string): Assessment {
  try {
    return assessmentSchema.parse(JSON.parse(text));
  } catch {
    throw new FailedError(`The file ${file} is damaged; remove it, or evaluate the run again.`);
  }
}
