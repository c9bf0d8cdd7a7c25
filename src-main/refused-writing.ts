import { accessSync, constants, lstatSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { nearestThere, whyDiskFails, whyUnwritable } from '../src-files/file-errors';
import { BadInputError, FailedError, ParasampleError } from '../src-shared/errors';

/**
 * Why something could not be written to the place that a person chose: BadInputError where another place would do,
 * FailedError where this one let us down. Our own errors pass unchanged.
 * @param what is written, as "The posterior"
 * @param place the file or folder that the person named
 */
export function refusedWriting(error: unknown, what: string, place: string): ParasampleError {
  if (error instanceof ParasampleError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const target = resolve(place);
  const failure = whyDiskFails(code);
  if (failure !== undefined) return new FailedError(`${what} cannot be written to ${target}: ${failure}.`);
  const reason = whyUnwritable(code, target);
  if (reason === undefined) return new FailedError(`${what} cannot be written to ${target} (${message}).`);
  return new BadInputError(
    `${what} cannot be written to ${target}: ${reason}. Name a place that can be written to.`,
  );
}

/** Looks, before long work, whether a folder that it ends in could be written to. Throws BadInputError, FailedError. */
export function refuseUnwritable(what: string, folder: string): void {
  try {
    // Says of a name that is too long what no folder above it tells.
    lstatSync(resolve(folder), { throwIfNoEntry: false });
    // The dot tells a file from a folder.
    accessSync(`${nearestThere(resolve(folder))}${sep}.`, constants.W_OK);
  } catch (error) {
    throw refusedWriting(error, what, folder);
  }
}
