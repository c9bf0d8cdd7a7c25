import { statSync } from 'node:fs';
import { openHdf5 } from '../netcdf/hdf5-in-thread';
import { readGridVariables } from '../netcdf/read-grid-variables';
import { readWholeFile } from '../read-file';
import { openZarrFields } from '../zarr/zarr-fields';
import { isZarrStore } from '../zarr/zarr-store';
import type { FieldVariable } from './field';
import { filesNamed, netcdfFiles } from './files-named';
import { inMemory } from './step-values';

/** NetCDF files, by the ends of their names. */
export const netcdfEnds = /\.(nc|nc3|nc4|cdf|netcdf|h5)$/i;

/**
 * Variables of a NetCDF file, of several such files (a folder, or names with `*`) or of a Zarr store; one for each file and level.
 * @throws BadInputError naming the file and what would be right
 */
export async function readVariables(
  path: string,
  variables: readonly string[],
  levels: readonly number[] | undefined,
): Promise<readonly FieldVariable[]> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isFolder && isZarrStore(path)) return openZarrFields(path, variables, levels);
  const files = filesAt(path);
  const found: FieldVariable[] = [];
  for (const file of files) found.push(...(await variablesOf(file, variables, levels)));
  return found;
}

/** The NetCDF files of a folder, those that a name with `*` stands for, or the file itself. Throws BadInputError where there are none. */
export function filesAt(path: string): readonly string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? netcdfFiles(path, netcdfEnds) : filesNamed(path);
}

async function variablesOf(
  file: string,
  variables: readonly string[],
  levels: readonly number[] | undefined,
): Promise<readonly FieldVariable[]> {
  const read = await readGridVariables(await readWholeFile(file), file, variables, openHdf5, levels);
  return read.map((variable) => {
    const [, height, width] = variable.shape;
    return { ...variable, values: inMemory(variable.values, height * width) };
  });
}
