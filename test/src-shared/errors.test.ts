import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BadInputError, sentenceOf } from '../../src-shared/errors';

function thrownBy(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

test('an error of the operating system is told in words, with the file that it is about', () => {
  const error = thrownBy(() => readFileSync('/nowhere/a.csv'));
  expect(sentenceOf(error, 'Reading')).toBe(
    'Reading failed: /nowhere/a.csv: there is no such file or folder',
  );
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(sentenceOf(full, 'Storing the run')).toBe('Storing the run failed: the disk is full');
});

test('other errors keep their message, and ours are sentences already', () => {
  expect(sentenceOf(new Error('odd'), 'Reading')).toBe('Reading failed: odd');
  expect(sentenceOf(Object.assign(new Error('odd'), { code: 'toString' }), 'Reading')).toBe(
    'Reading failed: odd',
  );
  expect(sentenceOf(new BadInputError('There is no file a.'), 'Reading')).toBe('There is no file a.');
});
