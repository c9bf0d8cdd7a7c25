import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';

/** The files that a name with `*` in its last part stands for, or the file itself. */
export function filesNamed(path: string): readonly string[] {
  const pattern = basename(path);
  if (!pattern.includes('*')) return [path];
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return netcdfFiles(dirname(path), new RegExp(`^${escaped.join('.*')}$`), pattern);
}

/** Files of a folder by their names, sorted. Throws BadInputError where there are none. */
export function netcdfFiles(folder: string, wanted: RegExp, pattern = '*.nc'): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && wanted.test(entry.name) && !entry.name.startsWith('.'))
      .map(({ name }) => name);
  } catch (error) {
    throw new BadInputError(`${folder} cannot be read: ${whyUnreadable(error)}.`);
  }
  if (names.length > 0) return [...names].sort().map((name) => join(folder, name));
  throw new BadInputError(
    `${folder} has no file ${pattern}; it is neither a folder of NetCDF files nor a Zarr store.`,
  );
}
