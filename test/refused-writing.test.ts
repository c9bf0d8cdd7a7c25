import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusedWriting, refuseUnwritable } from '../src-main/refused-writing';
import { BadInputError, FailedError } from '../src-shared/errors';
import { temporaryFolder } from './temporary-folder';

const failure = (code: string) => Object.assign(new Error(`${code}: something, open 'x.part-7'`), { code });

describe('what cannot be written', () => {
  test.each([
    ['EACCES', 'you may not write there'],
    ['EROFS', 'the disk is read-only'],
    ['ENOENT', 'no folder can be made there'],
  ])('is bad input where another place would do (%s)', (code, reason) => {
    expect(refusedWriting(failure(code), 'The table', '/a/b')).toEqual(
      new BadInputError(
        `The table cannot be written to /a/b: ${reason}. Name a place that can be written to.`,
      ),
    );
  });

  test('is told by the file that is in the way', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(refusedWriting(failure('ENOTDIR'), 'The run', join(file, 'a', 'b')).message).toContain(
      `: ${file} is a file and no folder.`,
    );
  });

  test.each(['ENOSPC', 'EIO'])('failed where the place is right (%s)', (code) => {
    const error = refusedWriting(failure(code), 'The table', '/a/b');
    expect(error).toBeInstanceOf(FailedError);
    expect(error.message).not.toMatch(/part-|E[A-Z]+:/);
  });

  test('keeps the words of what it does not know, and our own errors', () => {
    expect(refusedWriting(failure('EWEIRD'), 'The table', '/a').message).toContain('(EWEIRD: something');
    const own = new FailedError('The run was cancelled.');
    expect(refusedWriting(own, 'The table', '/a')).toBe(own);
  });
});

describe('before long work', () => {
  test('a folder that is there, or can be made, is let through, and not made', () => {
    const folder = temporaryFolder();
    refuseUnwritable('The study', folder);
    refuseUnwritable('The study', join(folder, 'a', 'b'));
    mkdirSync(join(folder, 'a'));
  });

  test('a file, and what is below one, is refused', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    for (const place of [file, join(file, 'a')])
      expect(() => refuseUnwritable('The study', place)).toThrow(`${file} is a file and no folder`);
  });
});
