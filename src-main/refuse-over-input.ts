import { realpathSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { BadInputError } from '../src-shared/errors';
import type { DataSettings } from '../src-shared/experiment/data';

/**
 * Throws BadInputError where something would be written over what it is made from, by whatever path or link.
 * @param outputs files that will be written
 * @param inputs files that are read
 */
export function refuseOverInput(outputs: readonly string[], inputs: readonly string[]): void {
  for (const output of outputs) {
    const written = identityOf(output);
    const input = inputs.find((each) => written !== undefined && identityOf(each) === written);
    if (input === undefined) continue;
    throw new BadInputError(
      `${output} is ${output === input ? '' : `${input}, `}what is read here, and would be lost; name another file to write.`,
    );
  }
}

/** A file or folder of the person's own, and what learns from it: "run houses-1a2b". */
export interface Learnt {
  readonly path: string;
  readonly by: string;
}

/**
 * Throws BadInputError where something would be written over what a run or study learns from, by whatever path or link.
 * @param outputs files that are there and will be written over
 * @param foreign those of them that the app did not write: of a folder that is learnt from only they are its data
 */
export function refuseOverLearnt(
  outputs: readonly string[],
  foreign: readonly string[],
  learnt: readonly Learnt[],
): void {
  // Many runs learn from one file.
  const byPath = new Map(learnt.map((one) => [one.path, one] as const));
  const written = new Map(outputs.map((output) => [identityOf(output), output] as const));
  for (const { path, by } of byPath.values()) {
    const identity = identityOf(path);
    const lost = identity === undefined ? foreign.find((file) => liesIn(file, path)) : written.get(identity);
    if (lost === undefined) continue;
    throw new BadInputError(
      `${lost} is ${lost === path || identity === undefined ? '' : `${path}, `}what ${by} learns from, and would be lost; name another file to write.`,
    );
  }
}

/** The files of the person's own that an experiment learns from. */
export function ownFilesOf(data: DataSettings): readonly string[] {
  const own = ['path', 'testPath', 'staticPath'].map((name) => new Map(Object.entries(data)).get(name));
  return own.filter((path) => typeof path === 'string');
}

/** Whether a file lies in a folder, or in one below. */
function liesIn(file: string, folder: string): boolean {
  try {
    return `${realpathSync(dirname(file))}${sep}`.startsWith(`${realpathSync(folder)}${sep}`);
  } catch {
    return false;
  }
}

/** A file by its device and number there, which all its names share; undefined where there is no file. */
function identityOf(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found?.isFile() ? `${found.dev} ${found.ino}` : undefined;
  } catch {
    // A place that cannot be looked at is refused by whoever writes there.
    return undefined;
  }
}
