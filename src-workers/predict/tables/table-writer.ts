import type { ResultColumn } from './result-column';

/** Writes a table to a file chunk by chunk; every chunk has the same columns. */
export interface TableWriter {
  write(columns: readonly ResultColumn[]): Promise<void>;
  /** After this the file is whole and on the disk. */
  finish(): Promise<void>;
}
