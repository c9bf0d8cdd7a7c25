import { expect, test } from 'vitest';
import { refusalOf } from '../../scripts/setup-error.mjs';

test.each([
  ['EACCES', '/cache cannot be used: it may not be written by this user.'],
  ['EROFS', '/cache cannot be used: it is on a read-only disk.'],
  ['ENOSPC', '/cache cannot be used: the disk is full.'],
])('a disk that refuses with %s is told in a sentence with the remedy, as bad input', (code, sentence) => {
  const told = refusalOf(Object.assign(new Error('refused'), { code, path: '/cache' }));
  expect(told?.message).toContain(sentence);
  expect(told?.message).toContain('PARASAMPLE_CACHE');
  expect(told?.exitCode).toBe(2);
});

test('any other error stays what it is', () => {
  expect(refusalOf(new TypeError('a mistake of ours'))).toBeUndefined();
  expect(refusalOf(undefined)).toBeUndefined();
});
