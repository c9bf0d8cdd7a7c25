import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DataFingerprint } from '../src-shared/data/data-fingerprint';

type ReadFiles = Map<string, DataFingerprint['files'][number]>;

const noted = new AsyncLocalStorage<ReadFiles>();

/**
 * Does what reads data files, and tells of which bytes they were: of no others than those that were read. Where `read` throws,
 * this does.
 */
export async function withFingerprint<Value>(
  read: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly fingerprint: DataFingerprint }> {
  const files: ReadFiles = new Map();
  const value = await noted.run(files, read);
  return {
    value,
    fingerprint: { files: [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) },
  };
}

/** To be called with each data file that is read. */
export function noteRead(path: string, bytes: Uint8Array): void {
  if (noted.getStore() === undefined) return;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  noteFingerprint({ name: basename(path), bytes: bytes.length, sha256 });
}

/** To be called with what stands for data that are read, where that is no single file. */
export function noteFingerprint(file: DataFingerprint['files'][number]): void {
  // Files of two folders may share a name.
  noted.getStore()?.set(`${file.name} ${file.sha256}`, file);
}

/** Whether somebody wants to know of which bytes they are: where they are many, it takes time to tell. */
export function isNoting(): boolean {
  return noted.getStore() !== undefined;
}
