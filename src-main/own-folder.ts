import { accessSync, constants, statSync } from 'node:fs';
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

/** Makes the folder where it is not there, and returns its path. Throws BadInputError where it cannot be used, with the way to another. */
export function openOwnFolder({ path, holds, variable }: OwnFolder): string {
  const refuse = (why: string) =>
    new BadInputError(
      `The folder of ${holds}, ${path}, ${why}; set ${variable} to a folder that can be written to.`,
    );
  try {
    makeFolder(path);
  } catch (error) {
    throw refuse(`cannot be made (${codeOf(error)})`);
  }
  if (!statSync(path).isDirectory()) throw refuse('is a file');
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw refuse(`cannot be written to (${codeOf(error)})`);
  }
  return path;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
