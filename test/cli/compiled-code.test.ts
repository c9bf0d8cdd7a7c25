import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { keepCompiledCode } from '../../src-main/cli/compiled-code';
import { builtScript } from '../built-script';

const somewhere = () => mkdtempSync(join(tmpdir(), 'parasample-compiled-'));

test('what Node compiled is kept in the cache for the next command, where there is a cache', async () => {
  const folder = somewhere();
  const cache = join(folder, 'cache');
  const script = await builtScript('src-main/cli/compiled-code.ts', folder);
  writeFileSync(join(folder, 'commands.cjs'), 'console.log("done")');
  const program = `require(${JSON.stringify(script)}).keepCompiledCode(${JSON.stringify(cache)}); require('./commands.cjs')`;
  const run = () =>
    spawnSync(process.execPath, ['-e', program], { cwd: folder, env: {}, encoding: 'utf8' }).stdout;
  expect(run()).toBe('done\n');
  expect(existsSync(cache), 'no folder is made for that alone').toBe(false);
  mkdirSync(cache);
  expect(run()).toBe('done\n');
  const kept = join(cache, 'compiled-code', version);
  const [node] = readdirSync(kept);
  expect(readdirSync(join(kept, node ?? ''))).toHaveLength(1);
  expect(run(), 'and taken from there').toBe('done\n');
});

test('what another version of this program kept goes, and nothing beside it', () => {
  const cache = somewhere();
  for (const name of ['0.0.1', version])
    mkdirSync(join(cache, 'compiled-code', name, 'v24'), { recursive: true });
  mkdirSync(join(cache, 'datasets'));
  keepCompiledCode(cache, {});
  expect(readdirSync(join(cache, 'compiled-code'))).toEqual([version]);
  expect(readdirSync(cache)).toEqual(['compiled-code', 'datasets']);
});

test('a folder that the person named for it stays that', () => {
  const [cache, named] = [somewhere(), somewhere()];
  const environment = { NODE_COMPILE_CACHE: named };
  keepCompiledCode(cache, environment);
  expect(environment).toEqual({ NODE_COMPILE_CACHE: named });
});
