import type { StoredFile } from './netcdf-file';

/** How to get at files: the reader knows the formats, its caller the disk. */
export interface FileSource {
  /** The whole file; undefined where there is none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  readonly gunzip: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly openHdf5: OpenHdf5;
}

/** Opens an HDF5 file to read these of its variables. Throws whatever it likes on damaged content. */
export type OpenHdf5 = (bytes: Uint8Array, names: readonly string[]) => Promise<StoredFile>;
