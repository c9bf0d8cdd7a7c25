import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTicks } from '../../../src-files/start-ticks';
import { heartbeatVariable } from '../../../src-shared/formats/checkpoint-names';
import { builtScript } from '../../built-script';
import { isAlive } from '../../e2e/worker-processes';
import { temporaryFolder } from '../../temporary-folder';
import { buildWorker } from './built-worker';

/**
 * A worker in the midst of a step that leaves its main thread no moment, and the process that started it.
 * @param before what its main thread has done of steps, as code
 */
async function busyWorker(before: string) {
  const folder = temporaryFolder();
  const heartbeat = await builtScript('src-workers/run/heartbeat.ts', folder);
  const pulse = await builtScript('src-workers/run/pulse.ts', folder);
  const file = join(folder, 'alive');
  const worker = join(folder, 'worker.cjs');
  writeFileSync(
    worker,
    `const pulse = new (require(${JSON.stringify(pulse)}).Pulse)();
    require(${JSON.stringify(heartbeat)}).startHeartbeat(${JSON.stringify(file)}, pulse);
    ${before}
    for (;;);`,
  );
  const start = `
    const child = require('node:child_process').fork(${JSON.stringify(worker)});
    console.log(child.pid);`;
  const core = spawn(process.execPath, ['-e', start], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: core.stdout }), 'line');
  await vi.waitFor(() => expect(existsSync(file)).toBe(true));
  return { core, file, pid: Number(line) };
}

const firstStep = 'pulse.watch();';
const stepsOf = (milliseconds: number) =>
  `for (let step = 0; step < 3; step += 1) { pulse.watch(); pulse.stepped(${milliseconds}); }`;

describe('a worker that is busy', () => {
  test('is gone soon after the process that started it was killed', async () => {
    const { core, pid } = await busyWorker(firstStep);
    core.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 60_000, interval: 20 });
  });

  test.each([
    ['the first step, whatever that loads and compiles', firstStep],
    ['a step of minutes where others took as long', `${stepsOf(100_000)} pulse.watch();`],
    ['scores or a checkpoint after quick steps', `${stepsOf(1)} pulse.watch(); pulse.rest();`],
  ])('shows that it lives during %s', async (_what, before) => {
    const { core, file, pid } = await busyWorker(before);
    const shown = new Set<number>();
    await vi.waitFor(() => expect(shown.add(statSync(file).mtimeMs).size).toBeGreaterThan(4), {
      interval: 50,
    });
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await once(core, 'exit');
  });

  test('with one step for far longer than with any before, as where a driver never answers, shows no more that it lives', async () => {
    const { core, file, pid } = await busyWorker(`${stepsOf(1)} pulse.watch();`);
    let last = Number.NaN;
    // Two looks that see the same time, three beats apart.
    await vi.waitFor(
      () => {
        const before = last;
        last = statSync(file).mtimeMs;
        expect(last).toBe(before);
      },
      { interval: 3000 },
    );
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
