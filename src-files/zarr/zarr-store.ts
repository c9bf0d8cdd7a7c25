import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import { noteFingerprint } from '../fingerprinting';
import { arrayOfVersion2, arrayOfVersion3, type ZarrArray } from './array-metadata';

/** An array of a store, and its folder. */
export interface StoredArray extends ZarrArray {
  /** Within the store, as `forecast/wind`. */
  readonly path: string;
  readonly folder: string;
}

const [metadata2, attributes2, metadata3] = ['.zarray', '.zattrs', 'zarr.json'];
/** Groups within groups. */
const deepest = 8;
const mostArrays = 10_000;

/** Whether a folder is a Zarr store, of version 2 or 3. */
export function isZarrStore(folder: string): boolean {
  return ['.zgroup', metadata2, metadata3].some((name) => existsSync(join(folder, name)));
}

/** The arrays of a store by their paths in it. */
export function arrayPaths(store: string): readonly string[] {
  const found: string[] = [];
  const look = (within: string, depth: number) => {
    const entries = readdirSync(join(store, within), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    for (const name of entries) {
      const path = within === '' ? name : `${within}/${name}`;
      const folder = join(store, path);
      if (isArray(folder)) found.push(path);
      // A chunk's folder is none of these.
      else if (depth < deepest && found.length < mostArrays && isZarrStore(folder)) look(path, depth + 1);
    }
  };
  try {
    look('', 0);
  } catch (error) {
    throw new BadInputError(`${store} cannot be read: ${whyUnreadable(error)}.`);
  }
  return found;
}

function isArray(folder: string): boolean {
  if (existsSync(join(folder, metadata2))) return true;
  const file = join(folder, metadata3);
  return existsSync(file) && readFileSync(file, 'utf8').includes('"array"');
}

/**
 * What the store says of an array.
 * @throws BadInputError naming its file where that is damaged or beyond what is known here
 */
export function openArray(store: string, path: string): StoredArray {
  const folder = join(store, path);
  const isNew = !existsSync(join(folder, metadata2));
  const file = join(folder, isNew ? metadata3 : metadata2);
  try {
    const metadata = readJson(store, file);
    const array = isNew
      ? arrayOfVersion3(metadata)
      : arrayOfVersion2(metadata, readJson(store, join(folder, attributes2), {}));
    return { ...array, path, folder };
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    throw new BadInputError(
      `${file} is damaged, or says more than is known here of version 2 and 3 (${reasonIn(error)}).`,
    );
  }
}

function reasonIn(error: unknown): string {
  if (error instanceof Error && 'issues' in error && Array.isArray(error.issues)) {
    const [{ path, message }] = error.issues;
    return `${path.join('.')}: ${message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function readJson(store: string, file: string, otherwise?: unknown): unknown {
  if (otherwise !== undefined && !existsSync(file)) return otherwise;
  const bytes = readFileSync(file);
  noteFingerprint({
    name: file.slice(store.length + 1),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  // Python writes NaN as it is into attributes.
  return JSON.parse(bytes.toString('utf8').replace(/([[:,]\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g, '$1"$2"'));
}
