import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { isAlive } from '../e2e/worker-processes';
import { temporaryFolder } from '../temporary-folder';

const module = pathToFileURL(resolve('scripts/pass-through.mjs')).href;

/** A Node that runs `script` in its place through passThrough, as the start scripts do. */
function startWrapped(script: string) {
  const wrapper = `
    import { passThrough } from ${JSON.stringify(module)};
    process.exitCode = await passThrough(process.execPath, ['-e', ${JSON.stringify(script)}]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', wrapper], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

test('the exit code is the program’s own', async () => {
  expect(await once(startWrapped('process.exit(7)'), 'exit')).toEqual([7, null]);
});

test('input and output are the program’s own', async () => {
  const wrapped = startWrapped('process.stdin.pipe(process.stdout)');
  wrapped.stdin.end('hello');
  const [data] = await once(wrapped.stdout, 'data');
  expect(String(data)).toBe('hello');
});

test('a signal to end is passed on, and the program may end in its own way', async () => {
  const wrapped = startWrapped(
    'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("ready")',
  );
  await once(wrapped.stdout, 'data');
  wrapped.kill('SIGTERM');
  expect(await once(wrapped, 'exit')).toEqual([5, null]);
});

test('a program that a signal ended gives 128 plus its number', async () => {
  expect(await once(startWrapped('process.kill(process.pid, "SIGKILL")'), 'exit')).toEqual([137, null]);
});

test.runIf(process.platform === 'linux')(
  'a bound program ends with the npm that runs the script',
  async () => {
    const program = 'process.once("disconnect", () => process.exit()); console.log(process.pid)';
    const wrapper = `
    import { passThrough } from ${JSON.stringify(module)};
    await passThrough(process.execPath, ['-e', ${JSON.stringify(program)}], { bound: true });`;
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'wrapper.mjs'), wrapper);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { it: 'node wrapper.mjs' } }));
    const npm = spawn('npm', ['run', '-s', 'it'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [data] = await once(npm.stdout, 'data');
    npm.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(Number(data))).toBe(false));
  },
);
