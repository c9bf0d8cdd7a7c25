export interface FetchOptions {
  readonly onProgress: (doneMB: number, totalMB: number) => void;
  readonly signal: AbortSignal;
}

/** One place a data set can be had from. */
export interface Source {
  /** As a sentence part: "its own site". */
  readonly name: string;
  /** Leaves the data set's files, checked, in `folder`, which is empty. Throws a sentence saying why it could not. */
  readonly fetchInto: (folder: string, options: FetchOptions) => Promise<void>;
}
