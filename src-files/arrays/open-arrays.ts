import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { cutArchive, holdsArrays, knownFile, zipMark } from '../known-file';
import { openHdf5 } from '../netcdf/hdf5-in-thread';
import type { StoredNumbers, StoredVariable } from '../netcdf/stored-file';
import { noteFile } from '../note-file';
import { numpyType } from './element-type';
import { mostHeaderBytes, npyHeader } from './npy';
import { npzArrays, zipNames } from './npz';
import { safetensorsArrays, safetensorsNames } from './safetensors-arrays';
import { type StoredArray, valueBytes } from './stored-array';

export type Arrays = ReadonlyMap<string, StoredArray>;

/**
 * The arrays of a NPZ, safetensors, HDF5 or NPY file, or of a folder of NPY files, that are asked for and there.
 * @param names in any case
 * @throws BadInputError naming the file and array, and what would be right
 */
export async function openArrays(location: string, names: readonly string[]): Promise<Arrays> {
  const arrays = await arraysOf(location, names);
  for (const array of arrays.values()) refuseCut(array);
  return arrays;
}

async function arraysOf(
  location: string,
  names: readonly string[],
  note: (file: string) => Promise<void> = noteFile,
): Promise<Arrays> {
  const isWanted = (name: string) => names.some((each) => each.toLowerCase() === name.toLowerCase());
  if (statSync(location).isDirectory()) return npyFolder(location, isWanted, note);
  await note(location);
  const first = Buffer.from((await headOf(location, 8)).buffer);
  if (first.toString('latin1', 0, 4) === zipMark && mayHoldArrays(location))
    return npzArrays(location, isWanted);
  if (first.toString('latin1', 0, 6) === '\x93NUMPY')
    return new Map([[names[0], await npyArray(location, location)]]);
  if (isHdf5(first)) return hdf5Arrays(location, names);
  // Its header is JSON, behind its length in eight bytes.
  const { 8: brace } = await headOf(location, 9);
  if (brace === 0x7b) return safetensorsArrays(location, isWanted);
  const kind = knownFile(location);
  throw new BadInputError(
    kind === undefined
      ? `${location} is no NPZ, NPY, safetensors or HDF5 file, whatever its name says.${matlabHint(first)}`
      : `${location} is ${kind}, and arrays are read from NPZ, NPY, safetensors and HDF5 files.`,
  );
}

/** An array of a file that is opened once it is asked for: a packed one is then in memory. */
export interface ArrayInFile {
  readonly name: string;
  /** @throws BadInputError naming the file and array, and what would be right */
  open(): Promise<StoredArray>;
}

/**
 * All arrays of a NPZ, safetensors, HDF5 or NPY file, or of a folder of NPY files.
 * @throws BadInputError naming the file, where it is none
 */
export async function everyArray(location: string): Promise<readonly ArrayInFile[]> {
  const names = await namesIn(location);
  return names.map((name) => ({
    name,
    open: async () => {
      const array = [...(await arraysOf(location, [name], nothingNoted)).values()][0];
      if (array === undefined) throw new BadInputError(`${location}: ${name} is no array that is read.`);
      refuseCut(array);
      return array;
    },
  }));
}

async function namesIn(location: string): Promise<readonly string[]> {
  if (statSync(location).isDirectory())
    return readdirSync(location).flatMap((file) =>
      /\.npy$/i.test(file) ? [file.replace(/\.npy$/i, '')] : [],
    );
  const first = Buffer.from((await headOf(location, 8)).buffer);
  if (first.toString('latin1', 0, 4) === zipMark && mayHoldArrays(location))
    return zipNames(location).flatMap((name) => (name.endsWith('.npy') ? [name.slice(0, -4)] : []));
  if (isHdf5(first)) return hdf5Names(location);
  const { 8: brace } = await headOf(location, 9);
  if (brace === 0x7b) return safetensorsNames(location);
  return [basename(location).replace(/\.npy$/i, '')];
}

/** MATLAB's files of version 7.3 are HDF5 behind a block of text. */
function isHdf5(first: Buffer): boolean {
  return first.toString('latin1', 1, 4) === 'HDF' || isMatlab(first);
}

function isMatlab(first: Buffer): boolean {
  return first.toString('latin1', 0, 8) === 'MATLAB 7';
}

function matlabHint(first: Buffer): string {
  return first.toString('latin1', 0, 8) === 'MATLAB 5'
    ? " It is MATLAB's of before 7.3: save it with save(..., '-v7.3')."
    : '';
}

/** A damaged archive is told by what is wrong with it. */
function mayHoldArrays(archive: string): boolean {
  return holdsArrays(archive) || knownFile(archive) === cutArchive;
}

async function headOf(file: string, bytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: bytes - 1 })) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}

async function npyFolder(
  folder: string,
  isWanted: (name: string) => boolean,
  note: (file: string) => Promise<void>,
): Promise<Arrays> {
  const arrays = new Map<string, StoredArray>();
  for (const file of readdirSync(folder).sort()) {
    const name = file.replace(/\.npy$/i, '');
    if (name === file || !isWanted(name)) continue;
    await note(join(folder, file));
    arrays.set(name, await npyArray(join(folder, file), join(folder, file)));
  }
  if (arrays.size > 0 || existsSync(join(folder, 'x.npy'))) return arrays;
  throw new BadInputError(
    `${folder} holds no x.npy; a folder of arrays has x.npy and y.npy, or x_train.npy and so on.`,
  );
}

async function npyArray(file: string, title: string): Promise<StoredArray> {
  const { bytes, ...header } = npyHeader(await headOf(file, mostHeaderBytes), title);
  return { title, ...header, bytes: { in: 'file', file, offset: bytes } };
}

/** Unpacked as a whole: its library reads no single rows of packed chunks from outside. */
async function hdf5Arrays(file: string, names: readonly string[]): Promise<Arrays> {
  const content = await readFile(file);
  const isTurned = isMatlab(content.subarray(0, 8));
  const cases = names.flatMap((name) => [name, name.toUpperCase(), name[0].toUpperCase() + name.slice(1)]);
  const stored = await openHdf5(content, [...new Set(cases)]).catch(notWhole(file));
  const arrays = new Map<string, StoredArray>();
  for (const name of new Set(cases)) {
    if (!stored.names.includes(name)) continue;
    const found = await stored.read(name);
    if ('unread' in found) throw new BadInputError(`${file}: ${name} ${found.unread}.`);
    const array = inMemory(found, `${file}: ${name}`);
    arrays.set(name, isTurned ? itemsFirst(array) : array);
  }
  stored.close();
  return arrays;
}

function notWhole(file: string): (error: unknown) => never {
  return (error) => {
    throw new BadInputError(
      `${file} is no whole HDF5 file (${error instanceof Error ? error.message : error}).`,
    );
  };
}

async function hdf5Names(file: string): Promise<readonly string[]> {
  const stored = await openHdf5(await readFile(file), []).catch(notWhole(file));
  stored.close();
  return stored.names;
}

/** MATLAB stores column by column, so that HDF5 has its axes the other way round: items stand last. */
function itemsFirst(array: StoredArray): StoredArray {
  const { shape, type, bytes } = array;
  if (shape.length < 2 || bytes.in !== 'memory' || !('read' in type)) return array;
  const turned = new Uint8Array(bytes.bytes.length);
  const wanted = [...shape].reverse();
  // From one index of each axis to the next, of the file's order.
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const places = new Array<number>(wanted.length).fill(0);
  for (let at = 0; at < turned.length; at += type.bytes) {
    const from = places.reduce((sum, place, axis) => sum + place * steps[steps.length - 1 - axis], 0);
    for (let byte = 0; byte < type.bytes; byte += 1)
      turned[at + byte] = bytes.bytes[from * type.bytes + byte];
    for (let axis = places.length - 1; axis >= 0; axis -= 1) {
      places[axis] += 1;
      if (places[axis] < wanted[axis]) break;
      places[axis] = 0;
    }
  }
  return { ...array, shape: wanted, bytes: { in: 'memory', bytes: turned } };
}

function inMemory({ data, dimensions }: StoredVariable, title: string): StoredArray {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const type = numpyType(`<${numpyName(data)}`);
  if (!type) throw new BadInputError(`${title} does not hold numbers.`);
  return { title, shape: dimensions.map(({ length }) => length), type, bytes: { in: 'memory', bytes } };
}

function numpyName(data: StoredNumbers): string {
  const name = data.constructor.name;
  const letter = name.startsWith('Float') ? 'f' : /Uint/.test(name) ? 'u' : 'i';
  return `${letter}${data.BYTES_PER_ELEMENT}`;
}

function refuseCut(array: StoredArray): void {
  const { bytes, title } = array;
  const there = bytes.in === 'memory' ? bytes.bytes.length : statSync(bytes.file).size - bytes.offset;
  if (there >= valueBytes(array)) return;
  throw new BadInputError(
    `${title} is cut off: ${array.shape.join(' x ')} values need ${valueBytes(array)} bytes, and ${Math.max(0, there)} are there.`,
  );
}

async function nothingNoted(): Promise<void> {}
