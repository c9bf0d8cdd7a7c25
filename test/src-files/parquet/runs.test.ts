import { describe, expect, test } from 'vitest';
import { checkRuns, setMarks } from '../../../src-files/parquet/runs';

const bytes = (...values: readonly number[]) => Uint8Array.from(values);

describe('runs of a Parquet page', () => {
  // A run of equal values is twice its length, then the value; one of bits is twice the eights plus one, then the bits.
  test.each([
    ['ten equal values', bytes(20, 1), 1, 10],
    ['eight bits beside each other', bytes(3, 0b10110000), 1, 8],
    ['bits that are filled up to eight', bytes(3, 0b00000101), 1, 3],
    ['one after the other, of 300 and of 8', bytes(0xd8, 0x04, 7, 3, 1, 2, 3), 3, 308],
    ['none', bytes(), 1, 0],
  ])('are right: %s', (_what, run, width, count) => {
    expect(() => checkRuns(run, width, count)).not.toThrow();
  });

  test.each([
    ['more equal values than there are', bytes(22, 1), 1, 10, /runs of more values/],
    ['a billion values in six bytes', bytes(0xfe, 0xff, 0xff, 0xff, 0x07, 1), 1, 10, /runs of more values/],
    ['more bits than there are', bytes(5, 0, 0), 1, 8, /runs of more values/],
    ['no values for ever', bytes(0, 0, 0), 1, 8, /runs of more values/],
    ['fewer values than there are', bytes(18, 1), 1, 10, /ends before/],
    ['a run without its value', bytes(20), 1, 10, /ends before/],
    ['a length without its end', bytes(0x80), 1, 10, /ends before/],
    ['values that are wider than any', bytes(20, 0, 0, 0, 0, 0), 40, 10, /ends before/],
  ])('are refused: %s', (_what, run, width, count, why) => {
    expect(() => checkRuns(run, width, count)).toThrow(why);
  });

  test('as marks are counted where they are set', () => {
    expect(setMarks(bytes(20, 1), 10)).toBe(10);
    expect(setMarks(bytes(3, 0b00000101), 3)).toBe(2);
  });
});
