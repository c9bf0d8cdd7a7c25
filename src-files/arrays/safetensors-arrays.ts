import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';
import { BadInputError } from '../../src-shared/errors';
import { safetensorsType } from './element-type';
import type { StoredArray } from './stored-array';

/** Of the header's length, before it. */
const lengthBytes = 8;
/** The format's own limit. */
const longestHeader = 100_000_000;

const whole = z.int().min(0);
const headerSchema = z.record(
  z.string(),
  z.union([
    z.object({ dtype: z.string(), shape: z.array(whole), data_offsets: z.tuple([whole, whole]) }),
    z.record(z.string(), z.string()),
  ]),
);

/** The arrays of a safetensors file by name, which stay in it. @throws BadInputError naming the file */
export function safetensorsArrays(
  file: string,
  wanted: (name: string) => boolean,
): ReadonlyMap<string, StoredArray> {
  const { header, start } = headerOf(file);
  const named = Object.entries(header).flatMap(([name, entry]) => {
    if (!('data_offsets' in entry) || !Array.isArray(entry.shape) || !wanted(name)) return [];
    const title = `${file}: ${name}`;
    const type = safetensorsType(String(entry.dtype));
    if (!type)
      throw new BadInputError(
        `${title} is of the type ${entry.dtype}, which is not read; whole numbers and floats of 16 to 64 bits are.`,
      );
    const offset = start + Number(entry.data_offsets[0]);
    const array: StoredArray = { title, shape: entry.shape, type, bytes: { in: 'file', file, offset } };
    return [[name, array] as const];
  });
  return new Map(named);
}

/** The names of a safetensors file's arrays. @throws BadInputError naming the file */
export function safetensorsNames(file: string): readonly string[] {
  return Object.entries(headerOf(file).header).flatMap(([name, entry]) =>
    'data_offsets' in entry && Array.isArray(entry.shape) ? [name] : [],
  );
}

function headerOf(file: string): { readonly header: z.output<typeof headerSchema>; readonly start: number } {
  const damaged = new BadInputError(`${file} is no whole safetensors file: its header cannot be read.`);
  const handle = openSync(file, 'r');
  try {
    const before = Buffer.alloc(lengthBytes);
    readSync(handle, before, 0, lengthBytes, 0);
    const length = Number(before.readBigUInt64LE(0));
    if (length > Math.min(longestHeader, statSync(file).size)) throw damaged;
    const bytes = Buffer.alloc(length);
    readSync(handle, bytes, 0, length, lengthBytes);
    return { header: headerSchema.parse(JSON.parse(bytes.toString('utf8'))), start: lengthBytes + length };
  } catch {
    throw damaged;
  } finally {
    closeSync(handle);
  }
}
