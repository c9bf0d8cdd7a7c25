import { isOfThisFile, whyUnreadable } from '../src-files/file-errors';
import { BadInputError, FailedError, ParasampleError } from '../src-shared/errors';

/** Why a file that somebody named cannot be read: BadInputError where another would do, FailedError where the disk fails. */
export function refusedReading(error: unknown, file: string): ParasampleError {
  if (error instanceof ParasampleError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  // The last: no path has a zero byte in it.
  if (['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE'].includes(code))
    return new BadInputError(`There is no file ${file}.`);
  if (code === 'EISDIR') return new BadInputError(`${file} is a folder; name a file of it.`);
  const sentence = `${file} cannot be read: ${whyUnreadable(error)}.`;
  return isOfThisFile(code) ? new BadInputError(sentence) : new FailedError(sentence);
}
