import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadInputError } from '../../../src-shared/errors';
import { decodeSafetensors, encodeSafetensors } from '../../../src-shared/formats/safetensors';

const tensors = [
  { name: 'layer.weight_mean', shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 3e38, -0, 1e-45) },
  { name: 'scalar', shape: [], data: Float32Array.of(7) },
  { name: 'nothing', shape: [0, 4], data: new Float32Array(0) },
  { name: 'Größe', shape: [1], data: Float32Array.of(Number.NaN) },
];

/** A file with this header and so many bytes of values. */
function fileOf(header: unknown, valueBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + valueBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

describe('what is written is read back', () => {
  test('names, shapes, every bit of the values, and the metadata', () => {
    const metadata = { format: 'parasample', experiment: '{"name":"Übung \\"1\\""}' };
    const read = decodeSafetensors(encodeSafetensors(tensors, metadata));
    expect(read).toEqual({ tensors, metadata });
    expect(Object.is(read.tensors[0]?.data[4], -0)).toBe(true);
  });

  test('from bytes that begin anywhere in their buffer', () => {
    const bytes = encodeSafetensors(tensors, {});
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3)).tensors).toEqual(tensors);
  });

  test('values begin at a multiple of 8 bytes, whatever the length of the header', () => {
    for (const name of ['a', 'ab', 'abc', 'abcd']) {
      const bytes = encodeSafetensors([{ name, shape: [1], data: Float32Array.of(1) }], {});
      expect((bytes.length - 4) % 8).toBe(0);
    }
  });

  test('a writer refuses two tensors of one name, and a shape that does not fit its values', () => {
    const one = { name: 'a', shape: [1], data: Float32Array.of(1) };
    expect(() => encodeSafetensors([one, one], {})).toThrow('Two tensors cannot both be named a.');
    expect(() => encodeSafetensors([{ ...one, shape: [2, 2] }], {})).toThrow(
      'Tensor a has 1 values, but its shape [2, 2] needs 4.',
    );
  });
});

describe('what other programs write', () => {
  /** Made by test/parity/write_safetensors.py with the safetensors package and PyTorch. */
  const recorded = join(import.meta.dirname, '../../parity/fixtures/safetensors');
  const expected: Readonly<Record<string, { shape: readonly number[]; bits: readonly (number | null)[] }>> =
    JSON.parse(readFileSync(join(recorded, 'expected.json'), 'utf8'));
  const { tensors: read } = decodeSafetensors(readFileSync(join(recorded, 'types.safetensors')));

  test.each(Object.entries(expected))(
    '%s: the 32-bit floats that PyTorch makes of it',
    (name, { shape, bits }) => {
      const tensor = read.find((each) => each.name === name);
      const words = new Int32Array(tensor?.data.buffer ?? new ArrayBuffer(0));
      expect(tensor?.shape).toEqual(shape);
      expect(Array.from(words, (word, at) => (Number.isNaN(tensor?.data[at]) ? null : word))).toEqual(bits);
    },
  );

  test('a type of less than a byte, or of none of ours, is named; the file is not called damaged', () => {
    expect(() =>
      decodeSafetensors(readFileSync(join(recorded, 'float8.safetensors')), 'float8.safetensors'),
    ).toThrow('float8.safetensors: tensor f8 has values of type F8_E4M3; save it as one of BOOL, ');
  });
});

describe('what is no whole file is refused, with its name and the reason', () => {
  const f32 = (shape: readonly number[], from: number, to: number) => ({
    dtype: 'F32',
    shape,
    data_offsets: [from, to],
  });
  const whole = encodeSafetensors(tensors, {});
  const cases: readonly (readonly [what: string, bytes: Uint8Array, reason: string])[] = [
    ['no bytes', new Uint8Array(0), 'it has 0 bytes'],
    ['values cut off', whole.subarray(0, -1), 'its tensors take 32 bytes, but 31 are there'],
    ['bytes too many', Uint8Array.of(...whole, 0), 'its tensors take 32 bytes, but 33 are there'],
    ['header cut off', whole.subarray(0, 20), 'but only 12 follow'],
    ['overlong header', new Uint8Array(16).fill(255), '100 MB is the most'],
    ['header of noise', fileOf('{"a":', 0), 'its header is no JSON'],
    ['header not UTF-8', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), 'its header is no JSON'],
    ['header of a list', fileOf([1], 0), 'its header is no JSON object'],
    ['metadata of numbers', fileOf({ __metadata__: { a: 1 } }, 0), 'its metadata are not all text'],
    ['half the bytes', fileOf({ a: { ...f32([1], 0, 4), dtype: 'F16' } }, 4), 'needs 2 bytes, not 4'],
    ['a negative side', fileOf({ a: f32([-1], 0, 4) }, 4), 'its entry for tensor a'],
    ['a gap', fileOf({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), 'tensor b begins at byte 8'],
    ['an overlap', fileOf({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8), 'tensor b begins at byte 4'],
    ['sizes that disagree', fileOf({ a: f32([3], 0, 8) }, 8), 'of shape [3] needs 12 bytes, not 8'],
    ['a product beyond all numbers', fileOf({ a: f32([2 ** 50, 2 ** 50], 0, 4) }, 4), 'needs'],
    ['an end before its beginning', fileOf({ a: f32([1], 4, 0) }, 4), 'tensor a begins at byte 4'],
  ];
  test.each(cases)('%s', (_what, bytes, reason) => {
    expect(() => decodeSafetensors(bytes, 'posterior.safetensors')).toThrow(BadInputError);
    expect(() => decodeSafetensors(bytes, 'posterior.safetensors')).toThrow(
      /^posterior\.safetensors is no whole safetensors file: /,
    );
    expect(() => decodeSafetensors(bytes)).toThrow(reason);
  });
});
