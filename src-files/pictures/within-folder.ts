import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
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
