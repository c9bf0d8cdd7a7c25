import type { Filter } from 'h5wasm';
import type { Hdf5Library } from './hdf5-numbers';

/** Those within the library itself: deflate, shuffle, Fletcher's checksum, szip, n-bit, scale and offset. */
const builtIn: readonly number[] = [1, 2, 3, 4, 5, 6];

/** The filter that has six ways of packing of its own, by the seventh of its settings; the library has four of them. */
const blosc = 32001;
const bloscWithout: Readonly<Record<number, string>> = { 3: 'snappy', 4: 'zlib' };

interface FilterLibrary {
  readonly file: string;
  /** The library as a data: URL. */
  readonly load: () => Promise<{ readonly default: string }>;
}

/** Filters that come as libraries of their own, by their registered numbers (HDF5's registry of filter plugins). */
const filterLibraries: Readonly<Record<number, FilterLibrary>> = {
  307: { file: 'libH5Zbz2.so', load: () => import('h5wasm-plugins/plugins/libH5Zbz2.so?url&inline') },
  32000: { file: 'libH5Zlzf.so', load: () => import('h5wasm-plugins/plugins/libH5Zlzf.so?url&inline') },
  [blosc]: { file: 'libH5Zblosc.so', load: () => import('h5wasm-plugins/plugins/libH5Zblosc.so?url&inline') },
  32004: { file: 'libH5Zlz4.so', load: () => import('h5wasm-plugins/plugins/libH5Zlz4.so?url&inline') },
  32015: { file: 'libH5Zzstd.so', load: () => import('h5wasm-plugins/plugins/libH5Zzstd.so?url&inline') },
};

/** Where the library looks for them, in its own memory. */
const folder = '/usr/local/hdf5/lib/plugin';

/** Gives HDF5's library the filters that a variable was packed with; tells the first that is not to be had. */
export async function installFilters(
  { FS }: Hdf5Library,
  filters: readonly Filter[],
): Promise<string | undefined> {
  for (const filter of filters.filter(({ id }) => !builtIn.includes(id))) {
    const known = filterLibraries[filter.id];
    if (!known || isWithout(filter)) return nameOf(filter);
    const place = `${folder}/${known.file}`;
    if (FS.analyzePath(place).exists) continue;
    FS.mkdirTree(folder);
    const { default: url } = await known.load();
    FS.writeFile(place, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }
  return undefined;
}

function isWithout({ id, cd_values: settings }: Filter): boolean {
  return id === blosc && Object.hasOwn(bloscWithout, settings[6]);
}

function nameOf(filter: Filter): string {
  const { id, name, cd_values: settings } = filter;
  return `${id} (${isWithout(filter) ? `blosc with ${bloscWithout[settings[6]]}` : name || 'without a name'})`;
}
