import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRunFolder } from '../../src-main/runs/run-folder';
import { BadInputError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';

test('a thousand runs of one name each get a folder of their own', () => {
  const home = temporaryFolder();
  const ids = Array.from({ length: 1000 }, () => makeRunFolder(home, 'Demo'));
  expect(new Set(ids).size).toBe(1000);
  expect(readdirSync(join(home, 'runs'))).toHaveLength(1000);
});

test('a home that cannot hold folders is named: a person can name another', () => {
  const home = join(temporaryFolder(), 'file');
  writeFileSync(home, '');
  expect(() => makeRunFolder(home, 'Demo')).toThrow(BadInputError);
  expect(() => makeRunFolder(home, 'Demo')).toThrow(home);
});
