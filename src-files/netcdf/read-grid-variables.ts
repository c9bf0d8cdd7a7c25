import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/words/nearest';
import type { GridVariable } from '../data/field';
import { openClassicFile } from './classic-file';
import type { WantedFields } from './grid-axes';
import { gridVariable } from './grid-variable';
import { superblockAt } from './hdf5-superblock';
import type { OpenHdf5, StoredFile, VariableOutline } from './stored-file';

/**
 * Reads variables from a NetCDF file: classic, 64-bit offset or CDF-5, or NetCDF-4, which is HDF5. One with levels gives a field
 * for each that is wanted.
 * @throws BadInputError naming the file and what would be right
 */
export async function readGridVariables(
  bytes: Uint8Array,
  fileName: string,
  names: readonly string[],
  openHdf5: OpenHdf5,
  wanted: WantedFields = {},
): Promise<GridVariable[]> {
  const open = openerOf(bytes, fileName, openHdf5);
  const file = await readable(fileName, () => open(bytes, names));
  try {
    const variables: GridVariable[] = [];
    for (const name of names) variables.push(...(await variableOf(file, fileName, name, wanted)));
    return variables;
  } finally {
    file.close();
  }
}

/**
 * The variables of a NetCDF file that hold numbers, and what each runs over.
 * @throws BadInputError naming the file
 */
export async function outlinesInNetcdf(
  bytes: Uint8Array,
  fileName: string,
  openHdf5: OpenHdf5,
): Promise<readonly VariableOutline[]> {
  const open = openerOf(bytes, fileName, openHdf5);
  const { names } = await readable(fileName, () => open(bytes, []));
  const outlines: VariableOutline[] = [];
  for (const name of names) {
    const file = await readable(fileName, () => open(bytes, [name]));
    const stored = await readable(fileName, async () => file.read(name));
    file.close();
    if ('dimensions' in stored) outlines.push({ name, dimensions: stored.dimensions });
  }
  return outlines;
}

function openerOf(
  bytes: Uint8Array,
  fileName: string,
  openHdf5: OpenHdf5,
): (bytes: Uint8Array, names: readonly string[]) => StoredFile | Promise<StoredFile> {
  return formatOf(bytes, fileName) === 'classic' ? openClassicFile : openHdf5;
}

/**
 * Which of NetCDF's formats a file is in.
 * @param bytes of it, from its begin on
 * @throws BadInputError naming it, where it is in none
 */
export function formatOf(bytes: Uint8Array, fileName: string): 'classic' | 'hdf5' {
  const [first, second, third, version] = bytes;
  const isClassic = String.fromCharCode(first, second, third) === 'CDF' && [1, 2, 5].includes(version);
  if (isClassic) return 'classic';
  if (superblockAt(bytes) !== undefined) return 'hdf5';
  throw new BadInputError(
    `${fileName} is no NetCDF file: it begins neither with CDF nor with HDF5's signature.`,
  );
}

async function variableOf(
  file: StoredFile,
  fileName: string,
  name: string,
  wanted: WantedFields,
): Promise<readonly GridVariable[]> {
  if (!file.names.includes(name)) throw new BadInputError(noSuchVariable(file.names, fileName, name));
  const where = `${name} of ${fileName}`;
  const stored = await readable(fileName, async () => file.read(name));
  if ('unread' in stored) throw new BadInputError(`data.variables: ${where} ${stored.unread}.`);
  return gridVariable(stored, name, where, wanted);
}

/** Longer lists are cut: a file may have thousands. */
const mostNames = 20;

export function noSuchVariable(names: readonly string[], fileName: string, name: string): string {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const has =
    names.length > 0 ? `it has ${names.slice(0, mostNames).join(', ')}${more}` : 'it has none at all';
  // One in a group goes by its whole name.
  const [within] = names.filter((each) => each.endsWith(`/${name}`));
  const meant = within === undefined ? didYouMean(name, names) : ` Did you mean ${within}?`;
  return `data.variables: ${fileName} has no variable named ${name}; ${has}.${meant}`;
}

/** Whatever the format's reader throws at a damaged file, as one sentence. */
export async function readable<Value>(fileName: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw damaged(fileName, error);
  }
}

/** The refusal of a file in which a format's reader came upon this. */
export function damaged(fileName: string, error: unknown): BadInputError {
  const message = error instanceof Error ? error.message : String(error);
  return new BadInputError(`${fileName} is damaged or no whole NetCDF file (${reasonIn(message)}).`);
}

/** HDF5 tells a whole stack of calls, the cause last; others tell one line. */
function reasonIn(message: string): string {
  const calls = [...message.matchAll(/\(\): (.+)/g)];
  return calls[calls.length - 1]?.[1] ?? message.split('\n')[0];
}
