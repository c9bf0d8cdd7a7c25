import { lstatSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';

/** Where a path leads in truth. Throws BadInputError where that cannot be told. */
export async function trueTo(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new BadInputError(`${path} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/**
 * Where a path leads in truth.
 * @param root the true path of the folder that a person named: nothing outside is read in its name
 * @throws BadInputError where it leads out of it
 */
export async function trueWithin(path: string, root: string): Promise<string> {
  const leads = await trueTo(path);
  const inside = root.endsWith(sep) ? root : `${root}${sep}`;
  if (leads === root || leads.startsWith(inside)) return leads;
  throw new BadInputError(
    `${path} leads out of ${root}, to ${leads}; move it into the folder, or name the folder that holds both.`,
  );
}

/** The same of many files, most of which lie in few folders: a folder is looked at once, and a file where it is a link. */
export class WithinFolders {
  readonly #folders = new Set<string>();

  constructor(readonly root: string) {}

  /** Throws BadInputError where the file is not there or lies, or leads, elsewhere. */
  async check(file: string): Promise<void> {
    const folder = dirname(file);
    const isKnown = this.#folders.has(folder);
    if (isKnown && lstatSync(file, { throwIfNoEntry: false })?.isFile()) return;
    await trueWithin(file, this.root);
    if (isKnown) return;
    await trueWithin(folder, this.root);
    this.#folders.add(folder);
  }
}
