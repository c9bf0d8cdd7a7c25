import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { whyUnreadable } from '../../src-files/file-errors';
import { BadInputError } from '../../src-shared/errors';
import type { Predicted } from '../../src-shared/experiment/data/data-choice';
import type { InputPlace } from './prediction-inputs';

/**
 * Looks whether there is a file or a folder at `path`, as a network's data ask for one.
 * @param wanted what the network predicts for
 * @throws BadInputError where it is missing or something else
 */
export async function inputPlace(
  path: string,
  { place, what }: Pick<Predicted, 'place' | 'what'>,
): Promise<InputPlace> {
  const found = await lookAt(path);
  // A device or a pipe may have no end.
  if (!found.isFile() && !found.isDirectory())
    throw new BadInputError(`${path} is no plain file; name one that is, or a folder.`);
  const isFolder = found.isDirectory();
  if (place === 'folder' && !isFolder)
    throw new BadInputError(`${path} is no folder; this network predicts for ${what}.`);
  if (place === 'file' && isFolder)
    throw new BadInputError(`${path} is a folder; this network predicts for ${what}.`);
  return { path, isFolder };
}

async function lookAt(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new BadInputError(`${path} is missing; there is no such file or folder.`);
    throw new BadInputError(`${path} cannot be looked at: ${whyUnreadable(error)}.`);
  }
}
