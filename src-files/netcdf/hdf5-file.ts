import type { Dataset, File } from 'h5wasm';
import { installFilters } from './hdf5-filters';
import { type Hdf5Library, hdf5Numbers, isOfNumbers, noneOf } from './hdf5-numbers';
import { mountFile, wholeHdf5OnDisk } from './hdf5-on-disk';
import { wholeHdf5 } from './hdf5-superblock';
import type { Slab, SlabFile, SlabOutline } from './slab-file';
import {
  type AttributeValue,
  mostOfAttribute,
  noNumbers,
  type StoredDimension,
  type StoredFile,
  type StoredNumbers,
  type StoredValues,
  type StoredVariable,
  type Unread,
  wantedAttributes,
} from './stored-file';

/** Deflate makes nothing smaller than this many times (https://zlib.net/zlib_tech.html). */
const mostInflated = 1032;
/** Of what was never written a file holds nothing, and yet it has its values. */
const mostUnwrittenBytes = 16_000_000;

/** The most that a file of this size may promise to hold in one variable, in bytes. */
export function mostDataBytes(fileBytes: number): number {
  return mostUnwrittenBytes + mostInflated * fileBytes;
}

/** Files in the library's own memory are told apart by number. */
let opened = 0;

/**
 * Opens a NetCDF-4 file: HDF5, whose C library is loaded, as WebAssembly, for the first such file. Throws what the
 * library throws at a damaged one.
 */
export async function openNetcdf4(bytes: Uint8Array): Promise<StoredFile> {
  const whole = wholeHdf5(bytes);
  const { reader, names, close } = await openWith((library, path) => {
    library.FS.writeFile(path, whole);
    return whole.length;
  });
  return { names, read: (name) => reader.read(name), close };
}

/** The same of a file that stays on the disk, of which blocks are read. */
export async function openNetcdf4OnDisk(file: string): Promise<SlabFile & { close(): void }> {
  const bytes = wholeHdf5OnDisk(file);
  const { reader, names, close } = await openWith((library, path) => {
    mountFile(library, path, { file, bytes });
    return bytes;
  });
  return {
    names,
    outline: (name) => reader.outline(name),
    read: (name, slab) => reader.slab(name, slab),
    close,
  };
}

/** @param place puts the file where the library finds it, and tells its size */
async function openWith(place: (library: Hdf5Library, path: string) => number) {
  const { Dataset, File, ready } = await import('h5wasm');
  const library = await ready;
  // Otherwise the library prints what is wrong, and goes on.
  library.activate_throwing_error_handler();
  opened += 1;
  const path = `/netcdf-${opened}`;
  const fileBytes = place(library, path);
  const file = new File(path, 'r');
  const dataset = (name: string) => {
    const found = file.get(name);
    return found instanceof Dataset ? found : undefined;
  };
  return {
    reader: new Reader(library, file, dataset, fileBytes),
    names: library.get_names(file.file_id, '/', true).filter((name) => {
      const found = dataset(name);
      return found && !isDimensionAlone(found);
    }),
    close: () => {
      file.close();
      library.FS.unlink(path);
    },
  };
}

/** A dimension that no variable tells the points of is stored as one without values. */
function isDimensionAlone(dataset: Dataset): boolean {
  const { shape } = dataset.metadata;
  if (shape?.length !== 1 || !Object.hasOwn(dataset.attrs, 'NAME')) return false;
  const name = dataset.get_attribute('NAME', false);
  return typeof name === 'string' && name.startsWith('This is a netCDF dimension but not a netCDF variable');
}

class Reader {
  readonly #library: Hdf5Library;
  readonly #file: File;
  readonly #dataset: (name: string) => Dataset | undefined;
  readonly #fileBytes: number;

  constructor(
    library: Hdf5Library,
    file: File,
    dataset: (name: string) => Dataset | undefined,
    fileBytes: number,
  ) {
    this.#library = library;
    this.#file = file;
    this.#dataset = dataset;
    this.#fileBytes = fileBytes;
  }

  async read(name: string): Promise<StoredVariable | Unread> {
    const found = await this.#described(name);
    return 'unread' in found ? found : { ...this.#values(found.variable), dimensions: found.dimensions };
  }

  async outline(name: string): Promise<SlabOutline | Unread> {
    const found = await this.#described(name);
    if ('unread' in found) return found;
    const { variable, dimensions } = found;
    const { chunks } = variable.metadata;
    return {
      dimensions,
      attributes: attributesOf(variable),
      none: noneOf(variable),
      ...(chunks ? { chunks: [...chunks] } : {}),
    };
  }

  /** Of one that was outlined before, whose filters are there. */
  slab(name: string, slab: Slab): StoredNumbers {
    const variable = this.#dataset(name);
    if (!variable) throw new RangeError(`${name} is no longer there`);
    return hdf5Numbers(this.#library, variable, slab);
  }

  async #described(
    name: string,
  ): Promise<{ readonly variable: Dataset; readonly dimensions: readonly StoredDimension[] } | Unread> {
    const variable = this.#dataset(name);
    if (!variable || !isOfNumbers(variable)) return noNumbers;
    const missing = await installFilters(this.#library, variable.filters);
    if (missing)
      return {
        unread: `is packed with the filter ${missing}, which Parasample does not have; \`h5repack -f GZIP=4\` packs it anew`,
      };
    const { shape } = variable.metadata;
    const dimensions = await Promise.all(
      (shape ?? []).map((length, axis) => this.#dimension(name, axis, length)),
    );
    return { variable, dimensions };
  }

  async #dimension(variable: string, axis: number, length: number): Promise<StoredDimension> {
    const [path] = this.#library.get_attached_scales(this.#file.file_id, variable, axis);
    const scale = path === undefined ? undefined : this.#dataset(path);
    if (path === undefined || !scale) return { name: '', length };
    const name = path.slice(path.lastIndexOf('/') + 1);
    const isTold = scale.metadata.shape?.length === 1 && !isDimensionAlone(scale) && isOfNumbers(scale);
    if (!isTold || (await installFilters(this.#library, scale.filters))) return { name, length };
    return { name, length, coordinate: this.#values(scale) };
  }

  #values(variable: Dataset): StoredValues {
    refuseMoreThan(this.#fileBytes, variable);
    return { data: hdf5Numbers(this.#library, variable), attributes: attributesOf(variable) };
  }
}

/** A damaged header may promise more than memory holds. */
function refuseMoreThan(fileBytes: number, { metadata }: Dataset): void {
  const promised = (metadata.shape ?? []).reduce((product, length) => product * length, metadata.size);
  if (promised > mostDataBytes(fileBytes))
    throw new RangeError(`its header promises ${promised} bytes of data, the file has ${fileBytes}`);
}

function attributesOf(variable: Dataset): ReadonlyMap<string, AttributeValue> {
  const { attrs } = variable;
  const attributes = new Map<string, AttributeValue>();
  for (const name of wantedAttributes.filter((each) => Object.hasOwn(attrs, each))) {
    const { metadata, value } = attrs[name];
    const plain = metadata.total_size > mostOfAttribute ? undefined : plainAttribute(value);
    if (plain !== undefined) attributes.set(name, plain);
  }
  return attributes;
}

function plainAttribute(value: unknown): AttributeValue | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return [Number(value)];
  if (Array.isArray(value) && value.length === 1) return plainAttribute(value[0]);
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined;
  return Array.from(value as unknown as ArrayLike<number | bigint>, Number);
}
