import type { Dataset } from 'h5wasm';
import type { StoredFile } from './netcdf-file';

/** Deflate makes nothing smaller than this many times (https://zlib.net/zlib_tech.html). */
export const mostInflated = 1032;

/** Files in the library's own memory are told apart by number. */
let opened = 0;

/**
 * Opens a NetCDF-4 file: HDF5, whose C library is loaded, as WebAssembly, for the first such file. Throws what the
 * library throws at a damaged one.
 */
export async function openNetcdf4(bytes: Uint8Array): Promise<StoredFile> {
  refuseOtherLength(bytes);
  const { Dataset, File, ready } = await import('h5wasm');
  const library = await ready;
  // Otherwise the library prints what is wrong, and goes on.
  library.activate_throwing_error_handler();
  const { FS } = library;
  opened += 1;
  const path = `/netcdf-${opened}`;
  FS.writeFile(path, bytes);
  const file = new File(path, 'r');
  return {
    names: file.keys().filter((name) => file.get(name) instanceof Dataset),
    read: (name) => {
      const variable = file.get(name);
      if (!(variable instanceof Dataset) || !isOfNumbers(variable)) return undefined;
      refuseMoreThan(bytes.length, variable);
      return stored(variable);
    },
    close: () => {
      file.close();
      FS.unlink(path);
    },
  };
}

/** The library sees where a file was cut off, but may search for ever where something was inserted. */
function refuseOtherLength(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[8];
  // Of the superblock, where the end of the file is told as an address of 8 bytes.
  const endAt = version === 0 ? 40 : version === 1 ? 44 : 28;
  if (bytes.length < endAt + 8) throw new RangeError('it ends within its header');
  const end = view.getBigUint64(endAt, true);
  if (end !== BigInt(bytes.length))
    throw new RangeError(`it has ${bytes.length} bytes, its header says ${end}`);
}

/** HDF5's classes of types that are numbers (H5T_INTEGER, H5T_FLOAT). */
const numberTypes: readonly number[] = [0, 1];

/** Told before anything is read: texts, say, become an object each, millions of them from a few kilobytes. */
function isOfNumbers({ metadata }: Dataset): boolean {
  return numberTypes.includes(metadata.type);
}

/** A damaged header may promise more than memory holds. */
function refuseMoreThan(fileBytes: number, { metadata, filters }: Dataset): void {
  const promised = (metadata.shape ?? []).reduce((product, length) => product * length, metadata.size);
  const most = filters.length === 0 ? fileBytes : fileBytes * mostInflated;
  if (promised > most)
    throw new RangeError(`its header promises ${promised} bytes of data, the file has ${fileBytes}`);
}

function stored(variable: Dataset): ReturnType<StoredFile['read']> {
  const { value, shape } = variable;
  if (!shape || !ArrayBuffer.isView(value) || value instanceof DataView) return undefined;
  const attributes = new Map<string, number | string>();
  for (const [name, attribute] of Object.entries(variable.attrs)) {
    const plain = plainAttribute(attribute.value);
    if (plain !== undefined) attributes.set(name, plain);
  }
  return { dimensions: shape, data: value, attributes };
}

function plainAttribute(value: unknown): number | string | undefined {
  const single =
    ArrayBuffer.isView(value) && 'length' in value && value.length === 1 ? Reflect.get(value, 0) : value;
  if (typeof single === 'bigint') return Number(single);
  return typeof single === 'number' || typeof single === 'string' ? single : undefined;
}
