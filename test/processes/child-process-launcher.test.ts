import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import type { WorkerExit, WorkerProcess } from '../../src-main/processes/worker-process';

const script = join(import.meta.dirname, 'speaking-worker.mjs');

/** Starts a worker, and gives what it said, wrote and ended with once it is over. */
function follow(launched: WorkerProcess, onMessage: (message: unknown) => void = () => {}) {
  const messages: unknown[] = [];
  const lines: string[] = [];
  launched.onMessage((message) => {
    messages.push(message);
    onMessage(message);
  });
  launched.onLog((line) => lines.push(line));
  return new Promise<{ messages: unknown[]; lines: string[]; exit: WorkerExit }>((resolve) => {
    launched.onExit((exit) => resolve({ messages, lines, exit }));
  });
}

function launch(behaviour: string, path = script): WorkerProcess {
  return new ChildProcessLauncher(path).launch({
    name: 'test',
    environment: { WORKER_BEHAVIOUR: behaviour },
  });
}

const train = { type: 'train' } as never;

describe('a worker as a child process', () => {
  test('speaks both ways, NaN included, and its output comes as lines', async () => {
    const worker = launch('finish');
    const { messages, lines, exit } = await follow(worker, (message) => {
      const { type } = message as { type: string };
      if (type === 'hello') worker.send(train);
      if (type === 'finished') worker.send({ type: 'end' });
    });
    expect(messages.map((message) => (message as { type: string }).type)).toEqual([
      'hello',
      'phase',
      'metrics',
      'progress',
      'finished',
    ]);
    expect(messages[2]).toMatchObject({ points: [{ value: Number.NaN }] });
    expect(lines).toContain('a line on standard error');
    expect(exit).toEqual({ code: 0, signal: null });
  });

  test('that crashes is reported with its signal', async () => {
    const worker = launch('crash');
    const { exit } = await follow(worker, () => worker.send(train));
    expect(exit).toEqual({ code: null, signal: 'SIGSEGV' });
  });

  test('that is killed is gone, and takes no more messages', async () => {
    const worker = launch('wait');
    const { exit } = await follow(worker, () => worker.kill('SIGKILL'));
    expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(() => worker.send({ type: 'stop' })).not.toThrow();
  });

  test('whose script is not there ends with an exit code, and says why on its output', async () => {
    const { exit, lines } = await follow(launch('finish', join(import.meta.dirname, 'no-such-worker.mjs')));
    expect(exit).toEqual({ code: 1, signal: null });
    expect(lines.join('\n')).toMatch(/no-such-worker\.mjs/);
  });
});
