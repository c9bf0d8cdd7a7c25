import { BadInputError } from '../../src-shared/errors';
import type { FieldVariable } from '../data/field';
import { gridAxes, type WantedFields } from '../netcdf/grid-axes';
import { type Unpacking, unpackingOf } from '../netcdf/known-values';
import { noSuchVariable } from '../netcdf/read-grid-variables';
import type { StoredDimension, VariableOutline } from '../netcdf/stored-file';
import { chunkNotes } from './chunk-notes';
import { type ArrayChunks, ChunkReader } from './chunk-reader';
import { wholeArray } from './whole-array';
import { ZarrSteps } from './zarr-steps';
import { arrayPaths, openArray, type StoredArray } from './zarr-store';

/**
 * Fields of a Zarr store (version 2 or 3) that read their steps from the disk as they are asked for.
 * @throws BadInputError naming the store and what would be right
 */
export function openZarrFields(
  store: string,
  names: readonly string[],
  wanted: WantedFields = {},
): readonly FieldVariable[] {
  const paths = arrayPaths(store);
  const reader = new ChunkReader();
  return names.flatMap((name) => {
    if (!paths.includes(name)) throw new BadInputError(noSuchVariable(paths, store, name));
    const array = openArray(store, name);
    return fieldsOf({ store, paths, reader }, wanted.isStatic ? withOneStep(array) : array, wanted.levels);
  });
}

/** An array with a time of one step in front: a field that need not run over time. */
function withOneStep({
  shape,
  chunks,
  order,
  fileOf,
  shards,
  dimensionNames,
  ...array
}: StoredArray): StoredArray {
  return {
    ...array,
    shape: [1, ...shape],
    chunks: [1, ...chunks],
    order: [0, ...order.map((axis) => axis + 1)],
    ...(shards ? { shards: { ...shards, grid: [1, ...shards.grid] } } : {}),
    fileOf: (chunk) => fileOf(chunk.slice(1)),
    dimensionNames: ['', ...dimensionNames],
  };
}

/** The arrays of a store, and what each runs over. @throws BadInputError naming the array whose description is damaged */
export function outlinesInZarr(store: string): readonly VariableOutline[] {
  const paths = arrayPaths(store);
  const open: OpenStore = { store, paths, reader: new ChunkReader() };
  return paths.map((name) => {
    const array = openArray(store, name);
    return { name, dimensions: array.shape.map((length, at) => dimensionOf(open, array, at, length)) };
  });
}

interface OpenStore {
  readonly store: string;
  readonly paths: readonly string[];
  readonly reader: ChunkReader;
}

function fieldsOf(
  open: OpenStore,
  array: StoredArray,
  levels: readonly number[] | undefined,
): readonly FieldVariable[] {
  const where = `${array.path} of ${open.store}`;
  const chunks = open.reader.of(array, where);
  const dimensions = array.shape.map((length, at) => dimensionOf(open, array, at, length));
  const axes = gridAxes({ dimensions, attributes: array.attributes }, where, levels);
  const unpacking = ofType(array, where);
  const notes = [...axes.facts.notes, ...unpacking.notes, ...chunkNotes(array, chunks, where)];
  return axes.levels.map((chosen) => {
    const place = chosen.level === undefined ? where : `${where} at ${chosen.level}`;
    return {
      ...axes.facts,
      variable: array.path,
      ...(chosen.level === undefined ? {} : { level: chosen.level }),
      where: place,
      values: new ZarrSteps({ array, chunks, axes, levelAt: chosen.at, unpacking, where: place }),
      notes,
    };
  });
}

/** How its numbers are unpacked: what its type and its attributes tell, without a number. */
function ofType({ type, attributes }: StoredArray, where: string): Unpacking {
  const data = type?.view(new ArrayBuffer(0)) ?? new Float64Array();
  return unpackingOf({ data, attributes }, where, 'named');
}

function dimensionOf(open: OpenStore, array: StoredArray, at: number, length: number): StoredDimension {
  const name = array.dimensionNames[at] ?? '';
  const path = pathOf(open.paths, array.path, name);
  if (name === '' || path === undefined) return { name, length };
  const scale = path === array.path ? array : openArray(open.store, path);
  if (scale.shape.length !== 1 || scale.shape[0] !== length || !scale.type) return { name, length };
  const chunks: ArrayChunks = open.reader.of(scale, `${path} of ${open.store}`);
  return { name, length, coordinate: wholeArray(scale, chunks) };
}

/** A coordinate lies in the variable's group, or in one around it. */
function pathOf(paths: readonly string[], variable: string, name: string): string | undefined {
  const groups = variable.split('/').slice(0, -1);
  const around = groups.map((_, depth) => groups.slice(0, groups.length - depth).join('/'));
  return [...around.map((group) => `${group}/${name}`), name].find((path) => paths.includes(path));
}
