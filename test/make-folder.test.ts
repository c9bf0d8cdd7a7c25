import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../src-main/make-folder';

test('makes a folder with those above it, once or twice', () => {
  const top = mkdtempSync(join(tmpdir(), 'parasample-folder-'));
  makeFolder(join(top, 'a', 'b'));
  makeFolder(join(top, 'a', 'b'));
  expect(existsSync(join(top, 'a', 'b'))).toBe(true);
  rmSync(top, { recursive: true });
});

test.skipIf(!existsSync('/proc/self'))('gives up where no folder can be, instead of trying for ever', () => {
  expect(() => makeFolder('/proc/nowhere/parasample')).toThrow(/ENOENT|EACCES|EPERM/);
});
