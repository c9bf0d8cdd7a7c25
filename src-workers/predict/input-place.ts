import { stat } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { type DataSettings, itemKindOf } from '../../src-shared/experiment/data';
import type { InputPlace } from './prediction-inputs';

/**
 * Looks whether there is a file or a folder at `path`, as the network's data ask for one.
 * @throws BadInputError where it is missing or something else
 */
export async function inputPlace(path: string, data: DataSettings): Promise<InputPlace> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new BadInputError(`${path} is missing; there is no such file or folder.`);
  // A device or a pipe may have no end.
  if (!found.isFile() && !found.isDirectory())
    throw new BadInputError(`${path} is no plain file; name one that is, or a folder.`);
  const { place, what } = itemKindOf(data).predictsFor;
  const isFolder = found.isDirectory();
  if (place === 'folder' && !isFolder)
    throw new BadInputError(`${path} is no folder; this network predicts for ${what}.`);
  if (place === 'file' && isFolder)
    throw new BadInputError(`${path} is a folder; this network predicts for ${what}.`);
  return { path, isFolder };
}
