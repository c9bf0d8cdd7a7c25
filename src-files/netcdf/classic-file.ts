import { type ClassicHeader, type ClassicVariable, readClassicHeader } from './classic-header';
import { inOnePart, readNumbers } from './classic-values';
import { noNumbers, type StoredDimension, type StoredFile, type StoredValues } from './stored-file';

/**
 * Opens a NetCDF file of a classic format: version 1, 2 (64-bit offsets) or 5 (64-bit sizes). Throws RangeError at a
 * damaged one.
 */
export function openClassicFile(bytes: Uint8Array): StoredFile {
  const header = readClassicHeader(bytes);
  const layout: Layout = { bytes, header, ...recordsOf(header, bytes.length) };
  const named = (name: string) => header.variables.find((each) => each.name === name);
  return {
    names: header.variables.map(({ name }) => name),
    read: (name) => {
      const variable = named(name);
      const stored = variable && valuesOf(layout, variable);
      if (!stored) return noNumbers;
      const dimensions = variable.dimensions.map((dimension): StoredDimension => {
        const { name } = header.dimensions[dimension];
        const other = named(name);
        // A variable of the dimension's name that runs over it alone.
        const isCoordinate = other?.dimensions.length === 1 && other.dimensions[0] === dimension;
        const coordinate = isCoordinate ? valuesOf(layout, other) : undefined;
        return { name, length: lengthOf(layout, dimension), ...(coordinate ? { coordinate } : {}) };
      });
      return { ...stored, dimensions };
    },
    close: () => {},
  };
}

/** Where the values of a file lie. */
export interface RecordLayout {
  readonly header: ClassicHeader;
  readonly records: number;
  /** From a record to the next, in bytes. */
  readonly recordStep: number;
}

interface Layout extends RecordLayout {
  readonly bytes: Uint8Array;
}

/**
 * A record holds one of each variable that runs over the record dimension, each filled up to fours of bytes; a single one
 * is not.
 */
export function recordsOf(
  header: ReturnType<typeof readClassicHeader>,
  fileBytes: number,
): Pick<RecordLayout, 'records' | 'recordStep'> {
  const inRecords = header.variables.filter((each) => isOverRecords(header, each));
  const sizes = inRecords.map((each) => bytesOf(header, each));
  const recordStep =
    sizes.length === 1 ? sizes[0] : sizes.reduce((sum, size) => sum + Math.ceil(size / 4) * 4, 0);
  if (header.records !== undefined) return { records: header.records, recordStep };
  const begin = Math.min(...inRecords.map((each) => each.begin));
  const whole = Math.floor((fileBytes - begin) / recordStep);
  return { records: Number.isFinite(whole) ? Math.max(0, whole) : 0, recordStep };
}

export function isOverRecords({ dimensions }: ClassicHeader, variable: ClassicVariable): boolean {
  return variable.dimensions.length > 0 && dimensions[variable.dimensions[0]].isRecord;
}

/** Of what lies together: all of it, or the part in a record. */
function bytesOf(header: ClassicHeader, variable: ClassicVariable): number {
  return numbersTogether(header, variable) * (variable.type?.bytes ?? 1);
}

export function numbersTogether(header: ClassicHeader, variable: ClassicVariable): number {
  const together = isOverRecords(header, variable) ? variable.dimensions.slice(1) : variable.dimensions;
  return together.reduce((product, dimension) => product * header.dimensions[dimension].length, 1);
}

export function lengthOf({ header, records }: RecordLayout, dimension: number): number {
  const { length, isRecord } = header.dimensions[dimension];
  return isRecord ? records : length;
}

function valuesOf(layout: Layout, variable: ClassicVariable): StoredValues | undefined {
  const { type, size, begin, attributes } = variable;
  if (!type) return undefined;
  const { bytes, header, records, recordStep } = layout;
  if (size > bytes.length) throw new RangeError('its header promises more data than the file has bytes');
  const together = numbersTogether(header, variable);
  const place = isOverRecords(header, variable)
    ? { begin, ofRecord: together, records, recordStep }
    : inOnePart(begin, together);
  return { data: readNumbers(bytes, type, place), attributes };
}
