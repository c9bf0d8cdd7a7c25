import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DataFingerprint } from '../src-shared/data/data-fingerprint';

interface Reading {
  readonly files: Map<string, DataFingerprint['files'][number]>;
  readonly measuresAll: boolean;
  isMeasuredInPart: boolean;
}

const noted = new AsyncLocalStorage<Reading>();

/**
 * Does what reads data files, and tells of which bytes they were: of no others than those that were read. Where `read` throws,
 * this does.
 * @param measuresAll of large data, too, however long it takes: as a run that goes on did when it began
 */
export async function withFingerprint<Value>(
  read: () => Promise<Value>,
  measuresAll = false,
): Promise<{ readonly value: Value; readonly fingerprint: DataFingerprint }> {
  const reading: Reading = { files: new Map(), measuresAll, isMeasuredInPart: false };
  const value = await noted.run(reading, read);
  const files = [...reading.files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    value,
    fingerprint: { files, ...(reading.isMeasuredInPart ? { measured: 'in-part' } : {}) },
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
  noted.getStore()?.files.set(`${file.name} ${file.sha256}`, file);
}

/** Whether somebody wants to know of which bytes they are: where they are many, it takes time to tell. */
export function isNoting(): boolean {
  return noted.getStore() !== undefined;
}

/** To be asked where data are so large that some would stand for all: whether that may be. */
export function mayMeasureInPart(): boolean {
  const reading = noted.getStore();
  if (reading?.measuresAll) return false;
  if (reading) reading.isMeasuredInPart = true;
  return true;
}
