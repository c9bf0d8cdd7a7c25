import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { File, ready } from 'h5wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeRecord } from '../../src-main/tensorboard/tf-record';
import { crc32 } from '../../src-shared/formats/crc32';
import { builtScript } from '../built-script';
import { netcdf3 } from '../src-files/netcdf/netcdf-files';
import type { Reader } from './read-crafted-file';

// Files that somebody made to do harm: whole by their own rules, so that no damage by chance comes near them.

const run = promisify(execFile);
/** Of objects, and of all: what a program needs, and ten times what the files have. */
const heapMB = 120;
const mostMB = 450;
const patienceMs = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'parasample-crafted-'));
let script = '';
beforeAll(async () => {
  script = await builtScript('test/faults/read-crafted-file.ts', folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  /** 'read', the sentence of the refusal, or what the reader died of. */
  readonly outcome: string;
  readonly peakMB: number;
}

async function outcomeOf(reader: Reader, bytes: Uint8Array): Promise<Outcome> {
  const file = join(folder, 'a.file');
  writeFileSync(file, bytes);
  try {
    const options = [`--max-old-space-size=${heapMB}`, script, reader, file];
    return JSON.parse((await run(process.execPath, options, { timeout: patienceMs })).stdout);
  } catch (error) {
    return { outcome: `died: ${String(error)}`, peakMB: 0 };
  }
}

const text = (content: string) => new TextEncoder().encode(content);
const many = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at));

function safetensors(header: string): Uint8Array {
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(text(header), 8);
  return bytes;
}

const tensor = (shape: string, begin: number, end: number) =>
  `{"dtype":"F32","shape":[${shape}],"data_offsets":[${begin},${end}]}`;

/** An event file whose second record holds this field, empty, millions of times. */
function events(field: number, wrap: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): Uint8Array {
  const empty = new Uint8Array(8e6);
  for (let at = 0; at < empty.length; at += 2) empty[at] = field;
  return Buffer.concat([encodeRecord(Uint8Array.of(0x7a, 0)), encodeRecord(wrap(empty))]);
}

/** The bytes as the summary of an event. */
const asSummary = (bytes: Uint8Array) => {
  const length = [0, 7, 14, 21].map((shift) => ((bytes.length >> shift) & 127) | 128);
  return Buffer.concat([Uint8Array.of(0x2a, ...length, 0), bytes]);
};

/** A PNG picture of 8 x 8 pixels with one more chunk before its pixels, which unpack into what is given. */
function png(pixels: Uint8Array, more: readonly [type: string, data: Uint8Array] | undefined): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const named = Buffer.concat([text(type), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
  };
  const header = Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0);
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...(more ? [chunk(...more)] : []),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** A Parquet file that says it has lists of 30 million lists each, in each other. */
function nestedParquet(): Uint8Array {
  const footer = Buffer.concat([
    Uint8Array.of(0x19),
    ...many(100, () => '').map(() => Uint8Array.of(0xf9, 0x80, 0x87, 0xa7, 0x0e)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([text('PAR1'), footer, length, text('PAR1')]);
}

/** A classic NetCDF file of 20 million numbers of a byte each. */
function byteField(): Uint8Array {
  const bytes = netcdf3([{ name: 'wind', shape: [2e7, 1, 1], values: new Array(5e6).fill(0) }]);
  const float = Buffer.of(0, 0, 0, 5);
  bytes[Buffer.from(bytes.buffer, 0, 1000).lastIndexOf(float) + 3] = 1;
  return bytes;
}

/** An HDF5 file whose links lead round and round. */
async function linkedInCircles(): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File('/circles.h5', 'w');
  file.create_soft_link('/b', '/wind');
  file.create_soft_link('/wind', '/b');
  file.close();
  return FS.readFile('/circles.h5');
}

/** An HDF5 file of some kilobytes that unpacks into millions of texts. */
async function packedTexts(): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File('/texts.h5', 'w');
  const data = new Array(3e6).fill('sixteen letters.');
  const shape = [data.length];
  file.create_dataset({ name: 'wind', data, shape, dtype: 'S16', chunks: shape, compression: 'gzip' });
  file.close();
  return FS.readFile('/texts.h5');
}

const rightPixels = new Uint8Array(8 * (1 + 8 * 3));
const named = (name: string, data: Uint8Array) => Buffer.concat([text(name), Uint8Array.of(0, 0), data]);

const crafted: readonly (readonly [
  what: string,
  reader: Reader,
  bytes: () => Uint8Array | Promise<Uint8Array>,
  outcome: RegExp,
])[] = [
  ['CSV with millions of short rows', 'csv', () => text(`a\n${'1\n'.repeat(4e6)}`), /^read$/],
  [
    'CSV with hundreds of thousands of columns',
    'csv',
    () => text(`${many(2e5, (at) => `c${at}`)}\n${many(2e5, () => '1')}`),
    /^read$/,
  ],
  ['CSV of one endless line', 'csv', () => text('x'.repeat(2e7)), /no rows below/],
  ['CSV of doubled quotes', 'csv', () => text(`a\n"${'""'.repeat(4e6)}"`), /^read$/],
  [
    'safetensors with overlapping tensors',
    'safetensors',
    () => safetensors(`{"a":${tensor('2', 0, 8)},"b":${tensor('2', 4, 12)}}`),
    /tensor b begins at byte 4/,
  ],
  [
    'safetensors of a shape whose product overflows',
    'safetensors',
    () => safetensors(`{"a":${tensor(many(4, () => '4294967296').join(), 0, 0)}}`),
    /tensor a of shape/,
  ],
  [
    'safetensors of millions of dimensions',
    'safetensors',
    () => safetensors(`{"a":${tensor(`${'1,'.repeat(2e6)}1`, 0, 4)}}`),
    /2000001 dimensions/,
  ],
  [
    'safetensors of a shape of texts',
    'safetensors',
    () => safetensors(`{"a":${tensor(`${'"",'.repeat(1e6)}1`, 0, 4)}}`),
    /entry for tensor a/,
  ],
  [
    'safetensors whose metadata are numbers',
    'safetensors',
    () => safetensors(`{"__metadata__":{${many(3e5, (at) => `"${at}":0`)}}}`),
    /metadata are not all text/,
  ],
  [
    'safetensors with an endless name',
    'safetensors',
    () => safetensors(`{"${'a'.repeat(3e6)}":0}`),
    /^.{0,400}$/,
  ],
  [
    'settings of a hundred thousand keys',
    'settings',
    () => text(many(1e5, (at) => `k${at}: 1`).join('\n')),
    /^read$/,
  ],
  [
    'settings of lists in lists',
    'settings',
    () => text('['.repeat(1e5)),
    /not valid YAML: its lists and groups lie too deep in each other\.$/,
  ],
  [
    'a run whose names are numbers',
    'run',
    () =>
      text(
        `[\n{"type":"points","names":[${'0,'.repeat(2e6)}0],"steps":[],"epochs":[],"times":[],"values":[]}`,
      ),
    /names\.0: Must be text/,
  ],
  [
    'a run whose log has no lines',
    'run',
    () => text(`[\n{"type":"logs","lines":[${'{},'.repeat(5e5)}{}]}`),
    /lines\.0\.time: Is missing/,
  ],
  [
    'a run whose report is lists in lists',
    'run',
    () =>
      text(`[\n{"type":"report","name":"evaluation.json","content":${'['.repeat(1e6)}${']'.repeat(1e6)}}`),
    /content: Is nested too deeply/,
  ],
  [
    'a run of unknown settings',
    'run',
    () => text(`[\n{"type":"run",${many(3e5, (at) => `"k${at}":0`)}}`),
    /no record of a run/,
  ],
  [
    'an event file of millions of empty fields',
    'run',
    () => events(0x7a),
    /holds nothing that a run measured/,
  ],
  [
    'an event file of millions of empty values',
    'run',
    () => events(0x0a, asSummary),
    /holds nothing that a run measured/,
  ],
  [
    'a picture whose pixels unpack into half a gigabyte',
    'picture',
    () => png(new Uint8Array(5e8), undefined),
    /no whole PNG file/,
  ],
  [
    'a picture whose colour profile unpacks into half a gigabyte',
    'picture',
    () => png(rightPixels, ['iCCP', named('a', deflateSync(new Uint8Array(5e8)))]),
    /./,
  ],
  [
    'a picture whose text unpacks into half a gigabyte',
    'picture',
    () => png(rightPixels, ['zTXt', named('a', deflateSync(new Uint8Array(5e8)))]),
    /./,
  ],
  ['classic NetCDF of millions of small numbers', 'netcdf', byteField, /^read$/],
  ['HDF5 whose links lead in circles', 'netcdf', linkedInCircles, /too many links/],
  ['Parquet of lists of millions of lists', 'run', nestedParquet, /promises more than it has bytes/],
  [
    'a run that describes itself in megabytes',
    'run',
    () => text(`[\n{"type":"run","metrics":{${many(5e5, (at) => `"k${at}":""`)}}}`),
    /it is too long/,
  ],
  [
    'a report of millions of wrong items',
    'report',
    () => text(`{"shownItems":[${'{},'.repeat(1e6)}{}],"targetNames":[${'0,'.repeat(1e6)}0]}`),
    /^read$/,
  ],
  ['a list of millions of wrong items', 'report', () => text(`[${'{},'.repeat(1e6)}{}]`), /^read$/],
  ['HDF5 that unpacks into millions of texts', 'netcdf', packedTexts, /does not hold numbers/],
];

test.each(crafted)(
  '%s is read or refused in little memory, and never for ever',
  async (_what, reader, bytes, outcome) => {
    const found = await outcomeOf(reader, await bytes());
    expect(found.outcome).toMatch(outcome);
    expect(found.peakMB).toBeLessThan(mostMB);
  },
  120_000,
);
