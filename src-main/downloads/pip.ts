import { BadInputError, FailedError } from '../../src-shared/errors';
import { runProgram } from './external-program';

export const pythonRemedy =
  'please install Python 3 with pip (Debian and Ubuntu: apt install python3 python3-pip), then try again.';

/** @throws BadInputError where python3 or its pip is not there. */
export async function checkPip(doing: string, signal?: AbortSignal): Promise<void> {
  try {
    await runProgram('python3', ['-m', 'pip', '--version'], {
      doing,
      remedy: pythonRemedy,
      signal,
    });
  } catch (error) {
    if (!(error instanceof FailedError) || signal?.aborted) throw error;
    throw new BadInputError(`${doing} needs pip, which this python3 does not have: ${pythonRemedy}`);
  }
}
