import { stat } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';

/**
 * Throws BadInputError for a device or a pipe, which may have no end and keep whoever opens it for ever, and what `stat`
 * throws where there is nothing.
 */
export async function refuseEndless(file: string): Promise<void> {
  const found = await stat(file);
  if (!found.isFile() && !found.isDirectory())
    throw new BadInputError(`${file} is no plain file; name one that is.`);
}
