import { accessSync, constants, statSync } from 'node:fs';
import { nearestThere, whyDiskFails, whyUnwritable } from '../src-files/file-errors';
import { BadInputError } from '../src-shared/errors';
import { makeFolder } from './make-folder';

/** A folder of the app, which the person can put elsewhere. */
export interface OwnFolder {
  readonly path: string;
  /** What it holds, as in "the folder of the runs". */
  readonly holds: string;
  /** The environment variable that names another. */
  readonly variable: 'PARASAMPLE_HOME' | 'PARASAMPLE_CACHE';
}

/** Other people on the machine read neither runs nor what they are given to train on. */
const ownersAlone = 0o700;

/** Throws BadInputError where the folder is a file, or lies below one; it need not be there. */
export function refuseFileAsFolder({ path, holds, variable }: OwnFolder): void {
  const there = nearestThere(path);
  if (statSync(there).isDirectory()) return;
  throw new BadInputError(
    `The folder of ${holds}, ${path}, cannot be there: ${there} is a file; set ${variable} to a folder that can be written to.`,
  );
}

/** Makes the folder where it is not there, and returns its path. Throws BadInputError where it cannot be used, with the way to another. */
export function openOwnFolder({ path, holds, variable }: OwnFolder): string {
  const refuse = (why: string) =>
    new BadInputError(
      `The folder of ${holds}, ${path}, ${why}; set ${variable} to a folder that can be written to.`,
    );
  try {
    makeFolder(path, ownersAlone);
  } catch (error) {
    throw refuse(`cannot be made (${whyNot(error, path)})`);
  }
  if (!statSync(path).isDirectory()) throw refuse('is a file');
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw refuse(`cannot be written to (${whyNot(error, path)})`);
  }
  return path;
}

function whyNot(error: unknown, path: string): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return whyUnwritable(code, path) ?? whyDiskFails(code) ?? String(error);
}
