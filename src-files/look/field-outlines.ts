import type { LookProgress } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import { stayOnDisk } from '../data/field-sources';
import { fieldAxes } from '../netcdf/axes';
import { levelPoints } from '../netcdf/chosen-levels';
import { oneStep } from '../netcdf/grid-axes';
import { openHdf5 } from '../netcdf/hdf5-in-thread';
import { outlinesInNetcdf } from '../netcdf/read-grid-variables';
import { outlinesOnDisk } from '../netcdf/slab-fields';
import type { VariableOutline } from '../netcdf/stored-file';
import { readWholeFile } from '../read-file';
import { outlinesInZarr } from '../zarr/zarr-fields';
import { isZarrStore } from '../zarr/zarr-store';

/** A variable over time, y and x, and its levels where it has several. */
export interface FieldOutline {
  readonly name: string;
  readonly levels: readonly number[];
}

export interface FieldOutlines {
  readonly fields: readonly FieldOutline[];
  /** Names of what runs over y and x alone. */
  readonly statics: readonly string[];
  /** Names of what is no field. */
  readonly others: readonly string[];
}

/** @throws BadInputError naming the file that cannot be read */
export async function fieldOutlines(file: string, onProgress: LookProgress): Promise<FieldOutlines> {
  onProgress('Finding variables', 0, 1);
  const outlines = isZarrStore(file)
    ? outlinesInZarr(file)
    : stayOnDisk([file])
      ? await outlinesOnDisk(file)
      : await outlinesInNetcdf(await readWholeFile(file), file, openHdf5);
  const fields: FieldOutline[] = [];
  const statics: string[] = [];
  const others: string[] = [];
  for (const outline of outlines) {
    const levels = levelsOf(outline);
    if (levels) fields.push({ name: outline.name, levels });
    else if (isStatic(outline)) statics.push(outline.name);
    else if (!isCoordinate(outline, outlines)) others.push(outline.name);
  }
  return { fields, statics, others };
}

/** Undefined where it is no field. */
function levelsOf({ name, dimensions }: VariableOutline): readonly number[] | undefined {
  if (dimensions.length < 3) return undefined;
  try {
    const { level } = fieldAxes(dimensions, name);
    return level === undefined ? [] : levelPoints(dimensions[level], name);
  } catch (error) {
    if (error instanceof BadInputError) return undefined;
    throw error;
  }
}

/** Whether it has rows and columns and nothing else, as a land mask. */
function isStatic({ name, dimensions }: VariableOutline): boolean {
  if (dimensions.filter(({ length }) => length > 1).length !== 2) return false;
  try {
    return fieldAxes([oneStep, ...dimensions], name).level === undefined;
  } catch (error) {
    if (error instanceof BadInputError) return false;
    throw error;
  }
}

/** What tells where a dimension's points lie needs no mention. */
function isCoordinate({ name }: VariableOutline, all: readonly VariableOutline[]): boolean {
  const own = name.split('/').pop();
  return all.some(({ dimensions }) =>
    dimensions.some((dimension) => dimension.name.split('/').pop() === own),
  );
}
