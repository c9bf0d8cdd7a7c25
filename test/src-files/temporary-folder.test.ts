import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeTemporaryFolder, requireTemporaryFolder } from '../../src-files/temporary-folder';
import { BadInputError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';

afterEach(() => vi.unstubAllEnvs());

test('a temporary folder lies where TMPDIR says, and is this user’s alone', () => {
  const parent = temporaryFolder();
  vi.stubEnv('TMPDIR', parent);
  requireTemporaryFolder();
  const folder = makeTemporaryFolder('parasample-');
  expect(folder.startsWith(join(parent, 'parasample-'))).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

describe('a TMPDIR that is no place for files is refused in words, with what would be right', () => {
  const file = () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    return path;
  };
  test.each([
    ['a folder that is not there', () => join(temporaryFolder(), 'gone'), /: there is no such folder\. Set/],
    ['a file', file, /file is a file and no folder\. Set/],
    ['below a file', () => join(file(), 'inner'), /file is a file and no folder\. Set/],
    ['a name that is too long', () => `/${'a'.repeat(300)}`, /: the name is too long\. Set/],
  ])('%s', (_what, place, sentence) => {
    const parent = place();
    vi.stubEnv('TMPDIR', parent);
    for (const use of [requireTemporaryFolder, () => makeTemporaryFolder('parasample-')]) {
      expect(use).toThrow(BadInputError);
      expect(use).toThrow(sentence);
      expect(use).toThrow(`No folder for temporary files can be made in ${parent}: `);
      expect(use).toThrow('Set TMPDIR to a folder that can be written to.');
    }
  });

  test.runIf(existsSync('/proc') && process.getuid?.() === 0)('a place that holds no folders', () => {
    vi.stubEnv('TMPDIR', '/proc');
    expect(() => makeTemporaryFolder('parasample-')).toThrow('no such folder');
  });

  test('that comes into being is used', () => {
    const parent = join(temporaryFolder(), 'new');
    vi.stubEnv('TMPDIR', parent);
    expect(() => requireTemporaryFolder()).toThrow(BadInputError);
    mkdirSync(parent);
    requireTemporaryFolder();
  });
});
