import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  makeExchangeFolder,
  removeExchangeFolder,
  removeLeftExchangeFolders,
} from '../../src-main/runs/exchange-folder';
import { temporaryFolder } from '../temporary-folder';

describe('the exchange folder', () => {
  test('is private, and gone with all in it when removed', () => {
    const parent = temporaryFolder();
    const folder = makeExchangeFolder(parent);
    expect(dirname(folder)).toBe(parent);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    removeExchangeFolder(folder);
    expect(existsSync(folder)).toBe(false);
  });

  test('is among the temporary files where there is no memory-backed place', () => {
    const folder = makeExchangeFolder(join(temporaryFolder(), 'missing'));
    expect(dirname(folder)).toBe(tmpdir());
    removeExchangeFolder(folder);
  });
});

describe('exchange folders that a killed process left behind', () => {
  test('are removed; those of living processes and of other programs stay', async () => {
    const parent = temporaryFolder();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const own = makeExchangeFolder(parent);
    mkdirSync(join(parent, `parasample-${child.pid}-abc`));
    mkdirSync(join(parent, 'another-program'));
    removeLeftExchangeFolders(parent);
    expect(readdirSync(parent).sort()).toEqual(['another-program', basename(own)]);
  });
});
