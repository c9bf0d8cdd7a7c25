import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailedError } from '../src-shared/errors';

/** In a run's folder: the mark of the process that has the run, and whose workers write there. */
export const ownerFile = 'owner';

/** A process that was taken for gone writes on into the folder of a run that another one continued. */
export class LeftRunError extends FailedError {}

/**
 * To be called just before a file of a run takes its place. Throws LeftRunError where another process has the run by now.
 * @param owner mark of the process that writes; without one nothing is refused, nor where the folder names none
 */
export function refuseLeftRun(runFolder: string, owner: string | undefined): void {
  if (owner === undefined) return;
  const present = ownerIn(runFolder);
  if (present !== undefined && present !== owner)
    throw new LeftRunError(`Another Parasample process has the run in ${runFolder} by now.`);
}

function ownerIn(runFolder: string): string | undefined {
  try {
    return readFileSync(join(runFolder, ownerFile), 'utf8');
  } catch {
    return undefined;
  }
}
