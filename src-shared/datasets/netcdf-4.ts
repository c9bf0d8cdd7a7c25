import type { Dataset } from 'h5wasm';
import type { StoredFile } from './netcdf-file';

/** Files in the library's own memory are told apart by number. */
let opened = 0;

/**
 * Opens a NetCDF-4 file: HDF5, whose C library is loaded, as WebAssembly, for the first such file. Throws what the
 * library throws at a damaged one.
 */
export async function openNetcdf4(bytes: Uint8Array): Promise<StoredFile> {
  const { File, FS, ready, Dataset } = await import('h5wasm');
  await ready;
  if (!FS) throw new Error('the HDF5 library has no memory of its own');
  opened += 1;
  const path = `/netcdf-${opened}`;
  FS.writeFile(path, bytes);
  const file = new File(path, 'r');
  return {
    names: file.keys(),
    read: (name) => {
      const variable = file.get(name);
      return variable instanceof Dataset ? stored(variable) : undefined;
    },
    close: () => {
      file.close();
      FS.unlink(path);
    },
  };
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
