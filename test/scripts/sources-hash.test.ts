import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { hashOfFiles } from '../../scripts/sources-hash.mjs';
import { temporaryFolder } from '../temporary-folder';

let root: string;
const hash = () => hashOfFiles(root, ['src', 'package.json', 'not-there']);

beforeEach(() => {
  root = temporaryFolder();
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'one');
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'README.md'), 'text');
});

test('nothing changed: the same hash, so nothing is built', () => {
  expect(hash()).toBe(hash());
});

test('a changed file deep in a folder changes it', () => {
  const before = hash();
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'two');
  expect(hash()).not.toBe(before);
});

test('a renamed file changes it', () => {
  const before = hash();
  renameSync(join(root, 'src', 'deep', 'a.ts'), join(root, 'src', 'deep', 'b.ts'));
  expect(hash()).not.toBe(before);
});

test('a file that is no source does not', () => {
  const before = hash();
  writeFileSync(join(root, 'README.md'), 'other text');
  expect(hash()).toBe(before);
});
