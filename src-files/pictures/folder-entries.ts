import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import { pictureEnds } from './decode-picture';
import { trueWithin } from './within-folder';

export function isPicture({ name }: Dirent): boolean {
  return pictureEnds.test(name);
}

/** In alphabetical order, without what is hidden. Throws BadInputError where the folder cannot be read. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    throw new BadInputError(`${folder} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/**
 * Whether an entry is a folder, or leads to one.
 * @param root the true path of the folder that a person named
 * @throws BadInputError where it leads out of it
 */
export async function isFolder(path: string, entry: Dirent, root: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return (await stat(await trueWithin(path, root))).isDirectory();
}

export interface PicturesBelow {
  /** In the order of ImageFolder: a folder's own files before those of folders below it. */
  readonly files: readonly string[];
  /** Files that are no pictures by their names. */
  readonly others: number;
}

/** The pictures of a folder and of those below it; a link that leads to a folder above is not followed. */
export async function picturesBelow(
  folder: string,
  root: string,
  above: readonly string[] = [],
): Promise<PicturesBelow> {
  const own = await trueWithin(folder, root);
  if (above.includes(own)) return { files: [], others: 0 };
  const files: string[] = [];
  const folders: string[] = [];
  let others = 0;
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (await isFolder(path, entry, root)) folders.push(path);
    else if (isPicture(entry)) files.push(path);
    else others += 1;
  }
  for (const each of folders) {
    const below = await picturesBelow(each, root, [...above, own]);
    files.push(...below.files);
    others += below.others;
  }
  return { files, others };
}
