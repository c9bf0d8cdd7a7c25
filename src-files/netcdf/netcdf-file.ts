/** A variable as it is stored. */
export interface StoredVariable {
  /** Lengths of its dimensions, the slowest first. */
  readonly dimensions: readonly number[];
  readonly data: ArrayLike<number | bigint>;
  /** Single numbers and texts; what else a file may hold is left out. */
  readonly attributes: ReadonlyMap<string, number | string>;
}

/** An open file. The readers of both formats give this, and throw whatever they like on damaged content. */
export interface StoredFile {
  readonly names: readonly string[];
  /** Undefined for what is no variable of numbers. */
  read(name: string): StoredVariable | undefined;
  close(): void;
}

/** Opens an HDF5 file to read these of its variables. Throws whatever it likes on damaged content. */
export type OpenHdf5 = (bytes: Uint8Array, names: readonly string[]) => Promise<StoredFile>;
