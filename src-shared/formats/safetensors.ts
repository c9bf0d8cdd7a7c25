import { z } from 'zod';
import { BadInputError } from '../errors';
import { listOf } from '../protocol/list-of';
import { bytesOfType, readableTypes, readValues } from './safetensors-values';

/**
 * The safetensors format (https://github.com/huggingface/safetensors): the header's length in 8 bytes,
 * little-endian; the header, JSON; then the tensors' values end to end, row-major, little-endian.
 * Parasample computes in 32-bit floats: it writes those, and reads every number as one.
 */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly tensors: readonly Tensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const lengthBytes = 8;
/** Values begin at a multiple of this many bytes. */
const alignment = 8;
/** The format's own limit. */
const longestHeader = 100_000_000;
/** Far more than any network has. */
const mostDimensions = 64;
const metadataName = '__metadata__';
/** Pads the header. */
const space = 0x20;

const size = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: listOf(size),
  data_offsets: z.tuple([size, size]),
});

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** The bytes of a safetensors file with these tensors and text metadata. Throws BadInputError naming a wrong tensor. */
export function encodeSafetensors(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header = new TextEncoder().encode(headerText(tensors, metadata));
  const headerBytes = Math.ceil(header.length / alignment) * alignment;
  if (headerBytes > longestHeader) throw new BadInputError('The metadata are longer than 100 MB.');
  const valueBytes = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(lengthBytes + headerBytes + valueBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(space, lengthBytes, lengthBytes + headerBytes);
  bytes.set(header, lengthBytes);
  let position = lengthBytes + headerBytes;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

function headerText(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): string {
  // A Map, so that a tensor may have any name.
  const entries = new Map<string, unknown>([[metadataName, metadata]]);
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (entries.has(name)) throw new BadInputError(`Two tensors cannot both be named ${name}.`);
    if (elementsOf(shape) !== data.length)
      throw new BadInputError(
        `Tensor ${name} has ${data.length} values, but its shape ${describe(shape)} needs ${elementsOf(shape)}.`,
      );
    entries.set(name, { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] });
    end += data.byteLength;
  }
  return JSON.stringify(Object.fromEntries(entries));
}

/**
 * Reads a safetensors file, tensors in the order of their values, each as 32-bit floats. Throws BadInputError, with
 * `fileName` in front, where it is not one: overlong header, gaps or overlaps, sizes that disagree, bytes missing; or
 * where a tensor's type is none that is read.
 */
export function decodeSafetensors(bytes: Uint8Array, fileName = 'This file'): TensorFile {
  // A name in it may be as long as the file.
  const refuse = (reason: string) =>
    new BadInputError(`${fileName} is no whole safetensors file: ${reason.slice(0, 300)}.`);
  if (bytes.length < lengthBytes) throw refuse(`it has ${bytes.length} bytes, its first field alone needs 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > longestHeader) throw refuse(`its header claims ${headerBytes} bytes, 100 MB is the most`);
  const valuesStart = lengthBytes + headerBytes;
  if (valuesStart > bytes.length)
    throw refuse(`its header claims ${headerBytes} bytes, but only ${bytes.length - lengthBytes} follow`);
  const { metadata, entries } = readHeader(bytes.subarray(lengthBytes, valuesStart), refuse);
  refuseOtherTypes(entries, fileName);
  checkLayout(entries, bytes.length - valuesStart, refuse);
  const tensors = entries.map(({ name, type, shape, start }) => ({
    name,
    shape,
    data: readValues(view, type, valuesStart + start, elementsOf(shape)),
  }));
  return { tensors, metadata };
}

/** The file may be whole: its fault is told apart from damage. */
function refuseOtherTypes(entries: readonly Entry[], fileName: string): void {
  const other = entries.find(({ type }) => bytesOfType(type) === undefined);
  if (other)
    throw new BadInputError(
      `${fileName}: tensor ${other.name.slice(0, 200)} has values of type ${other.type.slice(0, 40)}; save it as one of ${readableTypes.join(', ')}.`,
    );
}

type Refuse = (reason: string) => BadInputError;

function readHeader(
  bytes: Uint8Array,
  refuse: Refuse,
): { metadata: Readonly<Record<string, string>>; entries: Entry[] } {
  const header = jsonOf(bytes, refuse);
  if (!isObject(header)) throw refuse('its header is no JSON object');
  const metadata = Object.hasOwn(header, metadataName) ? header[metadataName] : {};
  if (!isTexts(metadata)) throw refuse('its metadata are not all text');
  const entries = Object.entries(header)
    .filter(([name]) => name !== metadataName)
    .map(([name, value]) => readEntry(name, value, refuse));
  return { metadata, entries: entries.sort((a, b) => a.start - b.start || a.end - b.end) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Seen at the first that is none: a schema would describe each of millions. */
function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((each) => typeof each === 'string');
}

function jsonOf(bytes: Uint8Array, refuse: Refuse): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('its header is no JSON');
  }
}

function readEntry(name: string, value: unknown, refuse: Refuse): Entry {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) throw refuse(`its entry for tensor ${name} is not dtype, shape and data_offsets`);
  const { dtype, shape, data_offsets } = entry.data;
  if (shape.length > mostDimensions)
    throw refuse(`tensor ${name} has ${shape.length} dimensions; ${mostDimensions} are the most`);
  return { name, type: dtype, shape, start: data_offsets[0], end: data_offsets[1] };
}

/** Every tensor must begin where the one before it ends, and the last must end with the file. */
function checkLayout(entries: readonly Entry[], valueBytes: number, refuse: Refuse): void {
  let position = 0;
  for (const { name, type, shape, start, end } of entries) {
    if (start !== position)
      throw refuse(`tensor ${name} begins at byte ${start} of the values, not ${position}`);
    const expected = elementsOf(shape) * (bytesOfType(type) ?? Number.NaN);
    if (!Number.isSafeInteger(expected) || end - start !== expected)
      throw refuse(`tensor ${name} of shape ${describe(shape)} needs ${expected} bytes, not ${end - start}`);
    position = end;
  }
  if (position !== valueBytes)
    throw refuse(`its tensors take ${position} bytes, but ${valueBytes} are there`);
}

/** Not exact above 2^53, where it is refused. */
function elementsOf(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, side) => product * side, 1);
}

function describe(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
