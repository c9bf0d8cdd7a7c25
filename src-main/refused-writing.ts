import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
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
  const failure = failures[code];
  if (failure !== undefined) return new FailedError(`${what} cannot be written to ${target}: ${failure}.`);
  const reason = reasonOf(code, target);
  if (reason === undefined) return new FailedError(`${what} cannot be written to ${target} (${message}).`);
  return new BadInputError(
    `${what} cannot be written to ${target}: ${reason}. Name a place that can be written to.`,
  );
}

/** Looks, before long work, whether a folder that it ends in could be written to. Throws BadInputError, FailedError. */
export function refuseUnwritable(what: string, folder: string): void {
  try {
    // The dot tells a file from a folder.
    accessSync(`${nearestThere(resolve(folder))}${sep}.`, constants.W_OK);
  } catch (error) {
    throw refusedWriting(error, what, folder);
  }
}

/** What keeps a folder of ours or the person's from being made or written, in words; undefined for what no place explains. */
export function reasonOf(code: string, target: string): string | undefined {
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${nearestThere(target)} is a file and no folder`;
  return reasons[code];
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'no folder can be made there',
  EISDIR: 'there is a folder of that name',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
};

const failures: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space, or name another place',
  EDQUOT: 'your share of the disk is used up; free some space, or name another place',
  EIO: 'the disk reports errors',
};

/** The path itself or, of those above it, the first that is there. */
function nearestThere(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearestThere(above);
}
