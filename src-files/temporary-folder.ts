import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { BadInputError, FailedError, type ParasampleError } from '../src-shared/errors';
import { whyDiskFails, whyUnwritable } from './file-errors';

/**
 * Makes a folder for this user alone, among the temporary files unless `parent` says where, and returns its path. Throws
 * BadInputError where there is no place for one, FailedError where its disk is full or fails.
 * @param start of its name
 */
export function makeTemporaryFolder(start: string, parent = tmpdir()): string {
  try {
    // Node makes such folders with mode 0700.
    return mkdtempSync(join(parent, start));
  } catch (error) {
    throw explained(error, parent);
  }
}

/** Looks, before long work, whether there is a place for temporary files. Throws BadInputError where there is none. */
export function requireTemporaryFolder(): void {
  const parent = tmpdir();
  try {
    // The dot tells a file from a folder.
    accessSync(`${parent}${sep}.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explained(error, parent);
  }
}

function explained(error: unknown, parent: string): ParasampleError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const what = `No folder for temporary files can be made in ${parent}`;
  const failure = whyDiskFails(code);
  if (failure !== undefined) return new FailedError(`${what}: ${failure}.`);
  const why = code === 'ENOENT' ? 'there is no such folder' : (whyUnwritable(code, parent) ?? message);
  return new BadInputError(`${what}: ${why}. Set TMPDIR to a folder that can be written to.`);
}
