import { expect, test } from 'vitest';
import { LaunchedAhead } from '../../../src-main/posterior/launched-ahead';
import type { LaunchOptions } from '../../../src-main/processes/worker-process';
import { ScriptedLauncher } from '../../runs/scripted-launcher';

const options: LaunchOptions = { name: 'Parasample posterior', environment: { CUDA_VISIBLE_DEVICES: '' } };

const engine = { kind: 'tensorflow', binding: '/cache/tfjs_binding.node' } as const;

function launching(known: Promise<LaunchOptions> = Promise.resolve(options)) {
  const launcher = new ScriptedLauncher((worker) => worker.say({ type: 'hello' }));
  return { started: launcher.workers, ahead: new LaunchedAhead(launcher, known, engine) };
}

test('a worker that was started ahead is had by who asks for one like it, with all that it has said meanwhile', async () => {
  const { started, ahead } = launching();
  await expect.poll(() => started.length).toBe(1);
  const heard: unknown[] = [];
  ahead.launch(options).onMessage((message) => heard.push(message));
  await expect.poll(() => heard).toEqual([{ type: 'hello' }]);
  ahead.launch(options);
  expect(started.length, 'a second one is another process').toBe(2);
});

test('a worker that was started ahead loads its engine before it is asked for anything', async () => {
  const { started } = launching();
  await expect.poll(() => started[0]?.received).toEqual([{ type: 'prepare', engine }]);
});

test('who asks for another device has a worker of its own, and the one started ahead is ended', async () => {
  const { started, ahead } = launching();
  await expect.poll(() => started.length).toBe(1);
  ahead.launch({ ...options, environment: { CUDA_VISIBLE_DEVICES: 'GPU-1' } });
  expect(started.length).toBe(2);
  ahead.close();
  expect(started.map(({ signals }) => signals)).toEqual([['SIGKILL'], []]);
});

test('nothing is started once it is closed, as where the data are refused first', async () => {
  let tell = (_: LaunchOptions) => {};
  const { started, ahead } = launching(
    new Promise((resolve) => {
      tell = resolve;
    }),
  );
  ahead.close();
  tell(options);
  await new Promise(setImmediate);
  expect(started).toEqual([]);
});
