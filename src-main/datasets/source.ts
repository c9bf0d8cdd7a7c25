import { mkdir, rm } from 'node:fs/promises';
import { FailedError } from '../../src-shared/errors';

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

/**
 * Fills `folder` from the first of the sources that can. Throws FailedError with the reason of every one; an aborted
 * signal throws its reason.
 */
export async function fetchFromFirst(
  sources: readonly Source[],
  title: string,
  folder: string,
  options: FetchOptions,
): Promise<void> {
  const reasons: string[] = [];
  for (const { name, fetchInto } of sources) {
    try {
      return await fetchInto(folder, options);
    } catch (error) {
      if (options.signal.aborted) throw options.signal.reason;
      reasons.push(`${name} (${(error as Error).message.replace(/\.$/, '')})`);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
    }
  }
  throw new FailedError(`${title} could not be fetched from ${reasons.join(' nor from ')}.`);
}
