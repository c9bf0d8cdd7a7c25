import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const prefix = mkdtempSync(join(tmpdir(), 'parasample-prefix-'));
const environment = { ...process.env, PARASAMPLE_HOME: join(prefix, 'home') };

beforeAll(async () => {
  const file = process.env.PARASAMPLE_PACKED_COMMAND;
  if (!file) throw new Error('PARASAMPLE_PACKED_COMMAND must name the npm package of the command line.');
  // A relative path could be the name of a repository to npm.
  await run('npm', ['install', '--global', '--offline', '--prefix', prefix, resolve(file)]);
});
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

const parasample = (...args: string[]) =>
  run(join(prefix, 'bin', 'parasample'), args, { cwd: prefix, env: environment });

describe.runIf(process.platform !== 'win32')(
  'npm install -g of the packed command line, without a network',
  () => {
    test('puts `parasample` in PATH', async () => {
      expect((await parasample('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    });

    test('brings the digits, and trains on them', async () => {
      const installed = join(prefix, 'lib', 'node_modules', 'parasample');
      const file = join(installed, 'examples', 'digits-mlp.json');
      const { stdout } = await parasample('run', file, '--set', 'training.epochs=1', '--json');
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ status: 'finished' });
    });

    test('brings nothing that only developers need', () => {
      const installed = join(prefix, 'lib', 'node_modules', 'parasample');
      expect(readdirSync(installed).sort()).toEqual([
        'LICENSE',
        'THIRD-PARTY-LICENCES.txt',
        'examples',
        'node-version.mjs',
        'node_modules',
        'out',
        'package.json',
        'parasample.mjs',
        'src-main',
      ]);
      const packages = readdirSync(join(installed, 'node_modules'));
      expect(packages).toContain('better-sqlite3');
      for (const name of ['electron', 'vitest', 'svelte', 'playwright-core'])
        expect(packages).not.toContain(name);
    });
  },
);
