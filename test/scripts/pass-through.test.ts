import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

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
