/** Numbers as a file stores them. Their array tells their type. */
export type StoredNumbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Of an attribute: its text, or its numbers. */
export type AttributeValue = string | readonly number[];

/** What a variable holds, with its attributes. */
export interface StoredValues {
  readonly data: StoredNumbers;
  /** Those of `wantedAttributes` that it has. */
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

export interface StoredDimension {
  /** Empty where the file gives none. */
  readonly name: string;
  readonly length: number;
  /** The variable that tells where the dimension's points lie. */
  readonly coordinate?: StoredValues;
}

/** A variable as it is stored. */
export interface StoredVariable extends StoredValues {
  /** The slowest first. */
  readonly dimensions: readonly StoredDimension[];
}

/** What a variable runs over. */
export interface VariableOutline {
  readonly name: string;
  readonly dimensions: readonly StoredDimension[];
}

/** Why a variable of a whole file cannot be read, as "does not hold numbers". */
export interface Unread {
  readonly unread: string;
}

export const noNumbers: Unread = { unread: 'does not hold numbers' };

/** An open file. The readers of both formats give this, and throw whatever they like on damaged content. */
export interface StoredFile {
  /** Of its variables; with the groups they are in, as `forecast/wind`. */
  readonly names: readonly string[];
  read(name: string): StoredVariable | Unread | Promise<StoredVariable | Unread>;
  close(): void;
}

/** Opens an HDF5 file to read these of its variables. Throws whatever it likes on damaged content. */
export type OpenHdf5 = (bytes: Uint8Array, names: readonly string[]) => Promise<StoredFile>;

/** Attributes that say what numbers mean (CF conventions, NetCDF users' guide). All others are left alone. */
export const wantedAttributes: readonly string[] = [
  'units',
  'calendar',
  'standard_name',
  'axis',
  'positive',
  'scale_factor',
  'add_offset',
  '_Unsigned',
  '_FillValue',
  'missing_value',
  'valid_range',
  'valid_min',
  'valid_max',
];

/** Attributes with more numbers or letters than that are none of those meant. */
export const mostOfAttribute = 4096;
