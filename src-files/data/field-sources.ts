import { statSync } from 'node:fs';
import type { WantedFields } from '../netcdf/grid-axes';
import { openHdf5 } from '../netcdf/hdf5-in-thread';
import { readGridVariables } from '../netcdf/read-grid-variables';
import { openSlabFields } from '../netcdf/slab-fields';
import { KeptSlabs } from '../netcdf/slab-steps';
import { noteFile } from '../note-file';
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
  if (isStore(path)) return openZarrFields(path, variables, { levels });
  const files = filesAt(path);
  const read = readerOf(files);
  const found: FieldVariable[] = [];
  for (const file of files) found.push(...(await read(file, variables, { levels })));
  return found;
}

/**
 * Variables that need not run over time; of several files those of the first.
 * @throws BadInputError naming the file and what would be right
 */
export async function readStatic(
  path: string,
  variables: readonly string[],
): Promise<readonly FieldVariable[]> {
  if (isStore(path)) return openZarrFields(path, variables, { isStatic: true });
  const [file] = filesAt(path);
  return readerOf([file])(file, variables, { isStatic: true });
}

function isStore(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false) && isZarrStore(path);
}

/** The NetCDF files of a folder, those that a name with `*` stands for, or the file itself. Throws BadInputError where there are none. */
export function filesAt(path: string): readonly string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? netcdfFiles(path, netcdfEnds) : filesNamed(path);
}

/** NetCDF files of more bytes together are read step by step; what they hold unpacked is several times as much. */
const mostReadWhole = 32_000_000;

/** Whether NetCDF files are too large to be read whole. */
export function stayOnDisk(files: readonly string[], most = mostReadWhole): boolean {
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return files.reduce((sum, file) => sum + sizeOf(file), 0) > most;
}

type ReadVariables = (
  file: string,
  variables: readonly string[],
  wanted: WantedFields,
) => Promise<readonly FieldVariable[]>;

function readerOf(files: readonly string[]): ReadVariables {
  if (!stayOnDisk(files)) return variablesOf;
  const kept = new KeptSlabs();
  return async (file, variables, wanted) => {
    await noteFile(file);
    return openSlabFields(file, variables, wanted, kept);
  };
}

async function variablesOf(
  file: string,
  variables: readonly string[],
  wanted: WantedFields,
): Promise<readonly FieldVariable[]> {
  const read = await readGridVariables(await readWholeFile(file), file, variables, openHdf5, wanted);
  return read.map((variable) => {
    const [, height, width] = variable.shape;
    return { ...variable, values: inMemory(variable.values, height * width) };
  });
}
