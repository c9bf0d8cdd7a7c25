import { statSync } from 'node:fs';
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

/** The files of the person's own that an experiment learns from. */
export function ownFilesOf(data: DataSettings): readonly string[] {
  const test = 'testPath' in data && data.testPath !== undefined ? [data.testPath] : [];
  return 'path' in data && data.path !== undefined ? [data.path, ...test] : [];
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
