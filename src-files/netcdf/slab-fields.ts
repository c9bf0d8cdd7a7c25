import { BadInputError } from '../../src-shared/errors';
import type { FieldVariable } from '../data/field';
import { headOf, openClassicSlabs } from './classic-slabs';
import { gridAxes, oneStep, type WantedFields } from './grid-axes';
import { openHdf5Slabs } from './hdf5-slabs';
import { unpackingOf } from './known-values';
import { formatOf, noSuchVariable, readable } from './read-grid-variables';
import type { SlabFile, SlabOutline } from './slab-file';
import { type KeptSlabs, SlabSteps } from './slab-steps';
import type { VariableOutline } from './stored-file';

/**
 * Variables of a NetCDF file whose steps are read from the disk as they are asked for, never the whole.
 * @throws BadInputError naming the file and what would be right
 */
export async function openSlabFields(
  path: string,
  names: readonly string[],
  wanted: WantedFields,
  kept: KeptSlabs,
): Promise<readonly FieldVariable[]> {
  const file = await openSlabFile(path);
  const fields: FieldVariable[] = [];
  for (const name of names) {
    if (!file.names.includes(name)) throw new BadInputError(noSuchVariable(file.names, path, name));
    const outline = await readable(path, async () => file.outline(name));
    if ('unread' in outline) throw new BadInputError(`data.variables: ${name} of ${path} ${outline.unread}.`);
    fields.push(...fieldsOf({ path, file, name, outline, kept }, wanted));
  }
  return fields;
}

/**
 * The variables of a large NetCDF file that hold numbers, and what each runs over.
 * @throws BadInputError naming the file
 */
export async function outlinesOnDisk(path: string): Promise<readonly VariableOutline[]> {
  const file = await openSlabFile(path);
  const outlines: VariableOutline[] = [];
  for (const name of file.names) {
    const outline = await readable(path, async () => file.outline(name));
    if ('dimensions' in outline) outlines.push({ name, dimensions: outline.dimensions });
  }
  return outlines;
}

function openSlabFile(path: string): Promise<SlabFile> {
  const format = formatOf(headOf(path), path);
  return readable(path, () => (format === 'classic' ? openClassicSlabs(path) : openHdf5Slabs(path)));
}

interface Opened {
  readonly path: string;
  readonly file: SlabFile;
  readonly name: string;
  readonly outline: SlabOutline;
  readonly kept: KeptSlabs;
}

function fieldsOf(opened: Opened, { levels, isStatic = false }: WantedFields): readonly FieldVariable[] {
  const { outline, path, name } = opened;
  const where = `${name} of ${path}`;
  const dimensions = isStatic ? [oneStep, ...outline.dimensions] : outline.dimensions;
  const axes = gridAxes({ dimensions, attributes: outline.attributes }, where, levels);
  const unpacking = unpackingOf({ data: outline.none, attributes: outline.attributes }, where);
  return axes.levels.map((chosen) => {
    const place = chosen.level === undefined ? where : `${where} at ${chosen.level}`;
    const source = { ...opened, isStatic, axes, levelAt: chosen.at, unpacking, where: place };
    return {
      ...axes.facts,
      variable: name,
      ...(chosen.level === undefined ? {} : { level: chosen.level }),
      where: place,
      values: new SlabSteps(source),
      notes: [...axes.facts.notes, ...unpacking.notes],
    };
  });
}
