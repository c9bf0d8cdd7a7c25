import type { AttributeValue, StoredDimension, StoredNumbers, Unread } from './stored-file';

/** A variable of which blocks are read, and never the whole. */
export interface SlabOutline {
  /** The slowest first. */
  readonly dimensions: readonly StoredDimension[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** No numbers, in the array of their type. */
  readonly none: StoredNumbers;
  /** Points of each dimension that are packed together, and unpacked for any of them; missing where none are. */
  readonly chunks?: readonly number[];
}

/** A block of a variable: its first point, and how many there are, along each dimension. */
export interface Slab {
  readonly first: readonly number[];
  readonly counts: readonly number[];
}

/** A NetCDF file that stays on the disk. The readers of both formats give this, and throw whatever they like on damaged content. */
export interface SlabFile {
  /** Of its variables; with the groups they are in, as `forecast/wind`. */
  readonly names: readonly string[];
  outline(name: string): SlabOutline | Unread | Promise<SlabOutline | Unread>;
  /** The numbers of a block, the last dimension the fastest. */
  read(name: string, slab: Slab): StoredNumbers;
}
