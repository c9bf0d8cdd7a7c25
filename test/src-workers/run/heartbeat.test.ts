import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTicks } from '../../../src-files/start-ticks';
import { heartbeatVariable } from '../../../src-shared/checkpoint-names';
import { builtScript } from '../../built-script';
import { isAlive } from '../../e2e/worker-processes';
import { temporaryFolder } from '../../temporary-folder';
import { buildWorker } from './built-worker';

/** A worker in the midst of a step that leaves its main thread no moment, and the process that started it. */
async function busyWorker() {
  const folder = temporaryFolder();
  const heartbeat = await builtScript('src-workers/run/heartbeat.ts', folder);
  const file = join(folder, 'alive');
  const worker = join(folder, 'worker.cjs');
  writeFileSync(
    worker,
    `require(${JSON.stringify(heartbeat)}).startHeartbeat(${JSON.stringify(file)}); for (;;);`,
  );
  const start = `
    const child = require('node:child_process').fork(${JSON.stringify(worker)});
    console.log(child.pid);`;
  const core = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: core.stdout }), 'line');
  await vi.waitFor(() => expect(existsSync(file)).toBe(true));
  return { core, file, pid: Number(line) };
}

describe('a worker that is busy', () => {
  test('is gone within five seconds after the process that started it was killed', async () => {
    const { core, pid } = await busyWorker();
    core.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000, interval: 20 });
  });

  test('stays while that process lives', async () => {
    const { core, file, pid } = await busyWorker();
    for (let beats = 0; beats < 2; beats += 1) {
      const before = statSync(file).mtimeMs;
      await vi.waitFor(() => expect(statSync(file).mtimeMs).not.toBe(before));
    }
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await once(core, 'exit');
  });
});

test('a worker shows that it lives before it says hello: whoever stops it then is noticed too', async () => {
  const file = join(temporaryFolder(), 'alive-0');
  const env = { ...process.env, [heartbeatVariable]: file };
  const worker = fork(await buildWorker(), [], { serialization: 'advanced', env });
  onTestFinished(() => {
    worker.kill('SIGKILL');
  });
  expect((await once(worker, 'message'))[0]).toEqual({ type: 'hello' });
  expect(readFileSync(file, 'utf8')).toBe(`${worker.pid} ${startTicks(worker.pid ?? 0)}`);
});
