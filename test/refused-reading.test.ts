import { expect, test } from 'vitest';
import { refusedReading } from '../src-main/refused-reading';
import { BadInputError, FailedError } from '../src-shared/errors';

const failure = (code: string) => Object.assign(new Error(`${code}: something, open 'a'`), { code });

test.each([
  ['ENOENT', 'There is no file a.csv.'],
  ['ENOTDIR', 'There is no file a.csv.'],
  ['EISDIR', 'a.csv is a folder; name a file of it.'],
  ['EACCES', 'a.csv cannot be read: you may not read it.'],
  ['ENAMETOOLONG', 'a.csv cannot be read: the name is too long.'],
])('a file that cannot be read is bad input where another could be (%s)', (code, sentence) => {
  expect(refusedReading(failure(code), 'a.csv')).toEqual(new BadInputError(sentence));
});

test.each([
  ['EIO', 'a.csv cannot be read: the disk reports errors.'],
  ['SQLITE_FULL', "a.csv cannot be read: SQLITE_FULL: something, open 'a'."],
])('and failed where none could (%s)', (code, sentence) => {
  expect(refusedReading(failure(code), 'a.csv')).toEqual(new FailedError(sentence));
});
