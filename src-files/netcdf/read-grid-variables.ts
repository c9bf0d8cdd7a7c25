import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/nearest';
import type { GridVariable } from '../data/field';
import { openNetcdf3 } from './netcdf-3';
import type { OpenHdf5, StoredFile, StoredVariable } from './netcdf-file';

/**
 * Reads variables from a NetCDF file: classic and 64-bit offset (version 3), or NetCDF-4, which is HDF5.
 * @throws BadInputError naming the file and what would be right
 */
export async function readGridVariables(
  bytes: Uint8Array,
  fileName: string,
  names: readonly string[],
  openHdf5: OpenHdf5,
): Promise<GridVariable[]> {
  const open = openerOf(bytes, fileName, openHdf5);
  const file = await readable(fileName, () => open(bytes, names));
  try {
    return await Promise.all(names.map((name) => gridVariable(file, fileName, name)));
  } finally {
    file.close();
  }
}

function openerOf(
  bytes: Uint8Array,
  fileName: string,
  openHdf5: OpenHdf5,
): (bytes: Uint8Array, names: readonly string[]) => StoredFile | Promise<StoredFile> {
  const [first, second, third, fourth] = bytes;
  const magic = String.fromCharCode(first, second, third);
  if (magic === 'CDF' && (fourth === 1 || fourth === 2)) return openNetcdf3;
  if (magic === '\x89HD' && fourth === 0x46) return openHdf5;
  if (magic === 'CDF' && fourth === 5)
    throw new BadInputError(
      `${fileName} is in NetCDF's CDF-5 format; \`nccopy -k netCDF-4\` turns it into NetCDF-4.`,
    );
  throw new BadInputError(
    `${fileName} is no NetCDF file: it begins neither with CDF nor with HDF5's signature.`,
  );
}

async function gridVariable(file: StoredFile, fileName: string, name: string): Promise<GridVariable> {
  const where = `${name} of ${fileName}`;
  if (!file.names.includes(name))
    throw new BadInputError(
      `data.variables: ${fileName} has no variable named ${name}; it has ${file.names.join(', ')}.${didYouMean(name, file.names)}`,
    );
  const stored = await readable(fileName, () => file.read(name));
  if (!stored) throw new BadInputError(`data.variables: ${where} does not hold numbers.`);
  const shape = gridShape(stored.dimensions, where);
  const size = shape[0] * shape[1] * shape[2];
  if (stored.data.length !== size)
    throw new BadInputError(
      `${where} is truncated: it has ${stored.data.length} values, its shape needs ${size}.`,
    );
  const unit = stored.attributes.get('units');
  return {
    where,
    shape,
    values: knownValues(stored, shape, where),
    unit: typeof unit === 'string' ? unit : '',
  };
}

/** Whatever the format's reader throws at a damaged file, as one sentence. */
async function readable<Value>(fileName: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`${fileName} is damaged or no whole NetCDF file (${reasonIn(message)}).`);
  }
}

/** HDF5 tells a whole stack of calls, the cause last; others tell one line. */
function reasonIn(message: string): string {
  const calls = [...message.matchAll(/\(\): (.+)/g)];
  return calls[calls.length - 1]?.[1] ?? message.split('\n')[0];
}

/** [time, y, x]; dimensions of length 1 between time and y (a single level, say) do not count. */
function gridShape(dimensions: readonly number[], where: string): readonly [number, number, number] {
  const [steps, ...rest] = dimensions;
  const [height, width, ...levels] = [...rest].reverse().slice(0, 2).reverse().concat(rest.slice(0, -2));
  if (rest.length < 2 || levels.some((length) => length !== 1))
    throw new BadInputError(
      `data.variables: ${where} has the dimensions ${dimensions.join(' x ') || 'of a single number'}; a field has three: time, y and x.`,
    );
  return [steps, height, width];
}

/** Unpacks stored numbers by the conventions of NetCDF: fill values first, then scale and offset. */
function knownValues(
  { data, attributes }: StoredVariable,
  [, height, width]: readonly [number, number, number],
  where: string,
): Float32Array {
  const fills = ['_FillValue', 'missing_value'].map((name) => attributes.get(name));
  const scale = numberOr(attributes.get('scale_factor'), 1);
  const offset = numberOr(attributes.get('add_offset'), 0);
  // By its length alone: what can be iterated would be made a list first.
  return Float32Array.from({ length: data.length }, (_, index) => {
    const value = Number(data[index]);
    if (fills.includes(value)) return Number.NaN;
    if (Math.abs(value) === Infinity)
      throw new BadInputError(
        `${where} is infinite at time step ${Math.floor(index / (height * width))}, row ${Math.floor(index / width) % height}, column ${index % width} (from 0); a value is finite, or NaN where it is not known.`,
      );
    return value * scale + offset;
  });
}

function numberOr(value: number | string | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
