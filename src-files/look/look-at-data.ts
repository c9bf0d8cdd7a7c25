import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataLook } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';
import { joinRows } from '../csv/joined-rows';
import { readRows } from '../csv/read-rows';
import { netcdfEnds } from '../data/field-sources';
import { holdsArrays, isTable, knownFile } from '../known-file';
import { isZarrStore } from '../zarr/zarr-store';
import { lookAtArrays } from './look-at-arrays';
import { lookAtFields } from './look-at-fields';
import { lookAtPictures } from './look-at-pictures';
import { tableLook } from './look-at-table';
import { type LookWishes, plainWishes } from './look-wishes';
import { listsPictures } from './pictures-in-csv';

/**
 * What data of a person's own hold, whatever they are, and what may be a mistake. Which kind they are, files tell by what they
 * begin with, folders by what is in them.
 * @param path a file, a folder, or a name with `*` for several NetCDF files
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function lookAtData(path: string, wishes: LookWishes = plainWishes): Promise<DataLook> {
  if (path.includes('*')) return lookAtFields(path, wishes);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new BadInputError(`${path} is missing; there is no such file or folder.`);
  return found.isDirectory() ? lookAtFolder(path, wishes) : lookAtFile(path, wishes);
}

async function lookAtFolder(folder: string, wishes: LookWishes): Promise<DataLook> {
  if (isZarrStore(folder)) return lookAtFields(folder, wishes);
  const names = readdirSync(folder);
  if (names.some((name) => netcdfEnds.test(name))) return lookAtFields(folder, wishes);
  if (names.some((name) => /\.npy$/i.test(name))) return lookAtArrays(folder, wishes);
  const stores = names.filter((name) => isFolder(join(folder, name)) && isZarrStore(join(folder, name)));
  if (stores.length > 0)
    throw new BadInputError(
      `${folder} holds Zarr stores (${stores.slice(0, 3).join(', ')}); name one of them.`,
    );
  return lookAtPictures(folder, wishes);
}

async function lookAtFile(file: string, wishes: LookWishes): Promise<DataLook> {
  if (/\.(nc|nc3|nc4|cdf|netcdf)$/i.test(file)) return lookAtFields(file, wishes);
  const kind = statSync(file).isFile() ? knownFile(file) : undefined;
  if (kind === 'a NetCDF file') return lookAtFields(file, wishes);
  if (kind?.endsWith('picture'))
    throw new BadInputError(
      `${file} is ${kind}; name the folder that holds all of them, with a folder for each class.`,
    );
  if (/\.mat$/i.test(file) || holdsArrays(file)) return lookAtArraysOrFields(file, wishes);
  refuseDialectOf(file, kind, wishes.dialect);
  const csv = await readRows(file, wishes.dialect);
  if (listsPictures(csv)) return lookAtPictures(file, wishes);
  const { test, dialect } = wishes;
  return tableLook(test === undefined ? csv : joinRows(csv, await readRows(test, dialect), []), wishes);
}

/** Who says how the cells of a file are written that has no such writing means another file. */
function refuseDialectOf(file: string, kind: string | undefined, dialect: Dialect): void {
  if (kind === undefined || !isTable(kind)) return;
  const [given] = (['separator', 'encoding'] as const).filter((name) => dialect[name] !== 'auto');
  if (given)
    throw new BadInputError(
      `${file} is ${kind}, to which a ${given} does not apply: that is of CSV files; leave it out.`,
    );
}

/** HDF5 may be either: whose variables run over time, y and x are fields. */
async function lookAtArraysOrFields(file: string, wishes: LookWishes): Promise<DataLook> {
  if (knownFile(file) !== 'an HDF5 or NetCDF file') return lookAtArrays(file, wishes);
  const look = await lookAtArrays(file, wishes);
  const names = look.arrays.map(({ name }) => name.toLowerCase());
  const isOfFields = ['time', 'valid_time'].some((name) => names.includes(name));
  return isOfFields ? lookAtFields(file, wishes) : look;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
