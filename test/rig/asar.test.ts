import { expect, test } from 'vitest';
import { asarOf } from './asar.mjs';

test('an archive starts with its header’s sizes and index, and the files follow from there', () => {
  const archive = asarOf({ 'a.js': 'one', 'b.js': 'fourth' });
  const [pickle, rest, header, length] = [0, 4, 8, 12].map((at) => archive.readUInt32LE(at));
  const index = JSON.parse(archive.subarray(16, 16 + Number(length)).toString());
  expect(index).toEqual({ files: { 'a.js': { size: 3, offset: '0' }, 'b.js': { size: 6, offset: '3' } } });
  expect(pickle).toBe(4);
  expect(Number(rest)).toBe(Number(header) + 4);
  expect(archive.subarray(8 + Number(rest)).toString()).toBe('onefourth');
  expect(Number(rest) % 4).toBe(0);
});
