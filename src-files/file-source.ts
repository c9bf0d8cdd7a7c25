import type { GridVariable } from './data/field';

/** How to get at files: the reader knows the formats, its caller the disk. */
export interface FileSource {
  /** The whole file; undefined where there is none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  readonly gunzip: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** Variables of a NetCDF file, as named. Throws BadInputError naming the file and what would be right. */
  readonly gridVariables: (
    bytes: Uint8Array,
    fileName: string,
    names: readonly string[],
  ) => Promise<readonly GridVariable[]>;
}
