import { z } from 'zod';
import type { AttributeValue } from '../netcdf/stored-file';
import { mostOfAttribute, wantedAttributes } from '../netcdf/stored-file';
import type { NamedCodec } from './codecs';
import { type ChunkNumbers, typeOfVersion2, typeOfVersion3 } from './number-type';

/** What the metadata of an array say of it. */
export interface ZarrArray {
  readonly shape: readonly number[];
  /** Of a chunk; those at the ends are stored whole. */
  readonly chunks: readonly number[];
  /** Undefined where it holds no numbers. */
  readonly type: ChunkNumbers | undefined;
  /** What stands in chunks that are not stored; undefined where nothing is said. */
  readonly fill: number | undefined;
  /** Of bytes, the first of them first. */
  readonly codecs: readonly NamedCodec[];
  /** The dimensions as they lie in a chunk, the slowest first. */
  readonly order: readonly number[];
  /** Where chunks lie together in files, the shards. */
  readonly shards?: Shards;
  /** The file of a chunk, in the array's folder. */
  readonly fileOf: (chunk: readonly number[]) => string;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly dimensionNames: readonly string[];
}

/** Of version 3's codec `sharding_indexed`: several chunks in a file, with an index of where each is. */
export interface Shards {
  /** Chunks of a file along each dimension. */
  readonly grid: readonly number[];
  /** Of the index, with its checksum. */
  readonly indexBytes: number;
  /** Whether the index ends in a checksum, CRC-32C. */
  readonly isChecked: boolean;
  readonly indexIsAt: 'start' | 'end';
}

const lengths = z.array(z.int().min(0)).max(32);
const chunkLengths = z.array(z.int().min(1)).max(32);
const attributesSchema = z.record(z.string(), z.unknown());
const namedSchema = z.looseObject({ name: z.string(), configuration: z.looseObject({}).optional() });
const version2Schema = z.looseObject({
  zarr_format: z.literal(2),
  shape: lengths,
  chunks: chunkLengths,
  dtype: z.unknown(),
  compressor: z.looseObject({ id: z.string() }).nullish(),
  filters: z.array(z.looseObject({ id: z.string() })).nullish(),
  fill_value: z.unknown(),
  order: z.enum(['C', 'F']).default('C'),
  dimension_separator: z.enum(['.', '/']).default('.'),
});
const version3Schema = z.looseObject({
  zarr_format: z.literal(3),
  node_type: z.literal('array'),
  shape: lengths,
  data_type: z.unknown(),
  chunk_grid: z.looseObject({
    name: z.literal('regular'),
    configuration: z.looseObject({ chunk_shape: chunkLengths }),
  }),
  chunk_key_encoding: z.looseObject({
    name: z.enum(['default', 'v2']),
    configuration: z.looseObject({ separator: z.enum(['.', '/']).optional() }).optional(),
  }),
  fill_value: z.unknown(),
  codecs: z.array(namedSchema),
  attributes: attributesSchema.default({}),
  dimension_names: z.array(z.string().nullable()).nullish(),
});

const shardingSchema = z.looseObject({
  chunk_shape: chunkLengths,
  codecs: z.array(namedSchema),
  index_codecs: z.array(namedSchema),
  index_location: z.enum(['start', 'end']).default('end'),
});

/** Of version 2: `.zarray` and `.zattrs`. Throws what zod throws at others. */
export function arrayOfVersion2(metadata: unknown, attributes: unknown): ZarrArray {
  const { shape, chunks, dtype, compressor, filters, fill_value, order, dimension_separator } =
    version2Schema.parse(metadata);
  const told = attributesSchema.parse(attributes);
  const fill = fillOf(fill_value);
  const own = attributesOf(told);
  // As xarray takes it: in this version the fill value is that of the conventions, too.
  if (fill !== undefined && !own.has('_FillValue')) own.set('_FillValue', [fill]);
  return {
    shape,
    chunks: requireRank(chunks, shape),
    type: typeOfVersion2(dtype),
    fill,
    codecs: [...(filters ?? []), ...(compressor ? [compressor] : [])].map(({ id, ...settings }) => ({
      name: id,
      settings,
    })),
    order: order === 'F' ? [...shape.keys()].reverse() : [...shape.keys()],
    // A single number lies in the chunk 0.
    fileOf: (chunk) => chunk.join(dimension_separator) || '0',
    attributes: own,
    dimensionNames: z.array(z.string()).catch([]).parse(told._ARRAY_DIMENSIONS),
  };
}

/** Of version 3: `zarr.json`. Throws what zod throws at others. */
export function arrayOfVersion3(metadata: unknown): ZarrArray {
  const {
    shape,
    data_type,
    chunk_grid,
    chunk_key_encoding,
    fill_value,
    codecs,
    attributes,
    dimension_names,
  } = version3Schema.parse(metadata);
  const { name, configuration } = chunk_key_encoding;
  const separator = configuration?.separator ?? (name === 'v2' ? '.' : '/');
  const { chunks, shards, ofChunks } = sharded(
    codecs,
    requireRank(chunk_grid.configuration.chunk_shape, shape),
  );
  const toBytes = ofChunks.findIndex(({ name: codec }) => codec === 'bytes');
  const rest = ofChunks.slice(toBytes + 1);
  // What comes before is of arrays: that of transposing is known.
  const before = ofChunks.slice(0, Math.max(0, toBytes)).filter((codec) => codec.name !== 'transpose');
  const key = (place: readonly number[]) =>
    name === 'v2' ? place.join(separator) || '0' : ['c', ...place].join(separator);
  return {
    shape,
    chunks,
    ...(shards ? { shards } : {}),
    type: typeOfVersion3(data_type, ofChunks[toBytes]?.configuration?.endian === 'big'),
    fill: fillOf(fill_value),
    codecs: [...before, ...rest].map(({ name: codec, configuration: settings = {} }) => ({
      name: codec,
      settings,
    })),
    order: orderIn(ofChunks.slice(0, Math.max(0, toBytes)), shape.length),
    fileOf: (chunk) =>
      key(shards ? chunk.map((place, axis) => Math.floor(place / shards.grid[axis])) : chunk),
    attributes: attributesOf(attributes),
    dimensionNames: (dimension_names ?? []).map((each) => each ?? ''),
  };
}

type Codecs = readonly z.output<typeof namedSchema>[];

/** Chunks, and those that lie together in a file where they do. @param stored lengths of what is a file of its own */
function sharded(
  codecs: Codecs,
  stored: readonly number[],
): { readonly chunks: readonly number[]; readonly ofChunks: Codecs; readonly shards?: Shards } {
  const [first, ...others] = codecs;
  if (first?.name !== 'sharding_indexed' || others.length > 0) return { chunks: stored, ofChunks: codecs };
  const {
    chunk_shape,
    codecs: ofChunks,
    index_codecs,
    index_location,
  } = shardingSchema.parse(first.configuration);
  const chunks = requireRank(chunk_shape, stored);
  const grid = stored.map((length, axis) => length / chunks[axis]);
  if (!grid.every(Number.isInteger)) throw new RangeError('its shards are no whole number of chunks');
  const plain = index_codecs.every(
    ({ name, configuration }) => name === 'crc32c' || (name === 'bytes' && configuration?.endian !== 'big'),
  );
  // An index that is packed is one that nothing here unpacks.
  if (!plain) return { chunks: stored, ofChunks: codecs };
  const isChecked = index_codecs.some(({ name }) => name === 'crc32c');
  const indexBytes = grid.reduce((product, each) => product * each, 16) + (isChecked ? 4 : 0);
  return { chunks, ofChunks, shards: { grid, indexBytes, isChecked, indexIsAt: index_location } };
}

function requireRank(chunks: readonly number[], shape: readonly number[]): readonly number[] {
  if (chunks.length === shape.length) return chunks;
  throw new RangeError(`its chunks have ${chunks.length} dimensions, and it has ${shape.length}`);
}

/** The dimensions as chunks have them after each of these has put them in another order. */
function orderIn(codecs: readonly z.output<typeof namedSchema>[], rank: number): readonly number[] {
  let order: readonly number[] = Array.from({ length: rank }, (_, at) => at);
  for (const { name, configuration } of codecs) {
    if (name !== 'transpose') continue;
    const turned = chunkOrder.parse(configuration?.order);
    if (turned.length !== rank || new Set(turned).size !== rank || turned.some((at) => at >= rank))
      throw new RangeError('its codec transpose names other dimensions than it has');
    order = turned.map((at) => order[at]);
  }
  return order;
}
const chunkOrder = z.array(z.int().min(0));

/** Numbers that JSON has no way to write are texts. */
const texts: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function fillOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? texts[value] : undefined;
}

function attributesOf(told: Readonly<Record<string, unknown>>): Map<string, AttributeValue> {
  const found = wantedAttributes.flatMap((name): [string, AttributeValue][] => {
    const value = Object.hasOwn(told, name) ? plainAttribute(name, told[name]) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(found);
}

function plainAttribute(name: string, value: unknown): AttributeValue | undefined {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return [value];
  if (typeof value === 'string')
    return value.length > mostOfAttribute ? undefined : (fillNumber(name, value) ?? value);
  const numbers = z.array(z.number()).max(mostOfAttribute).safeParse(value);
  return numbers.success ? numbers.data : undefined;
}

/** xarray writes the fill value of floating numbers as the eight bytes of a double in base64, in version 3. */
function fillNumber(name: string, value: string): AttributeValue | undefined {
  if (name !== '_FillValue' && name !== 'missing_value') return undefined;
  if (Object.hasOwn(texts, value)) return [texts[value]];
  const bytes = /^[A-Za-z0-9+/]{11}=$/.test(value) ? Buffer.from(value, 'base64') : undefined;
  return bytes?.length === 8 ? [bytes.readDoubleLE(0)] : undefined;
}
