import { expect, test } from 'vitest';
import type { FromWorker } from '../../../src-shared/protocol/worker-protocol';
import type { ScriptedWorker } from '../scripted-launcher';
import { scriptedSupervisor } from '../scripted-supervisor';

const lacking: FromWorker = { type: 'memory', isLacking: true };
const found: FromWorker = { type: 'memory', isLacking: false };
const finished: FromWorker = { type: 'finished', stopped: true, finalMetrics: {} };
const training: FromWorker = { type: 'phase', phase: 'training' };
const evaluating: FromWorker = { type: 'phase', phase: 'evaluating' };

type Words = readonly FromWorker[];

/** Two workers that train; the second says so much more, and perhaps something else where it is asked to stop. */
async function stoppedAfter(said: Words, atStop?: Words) {
  const script = (worker: ScriptedWorker) => {
    worker.onReceived = (message) => {
      if (message.type === 'train') worker.say(training, ...(message.task.rank === 1 ? said : []));
      if (message.type === 'stop') worker.say(...((worker.task.rank === 1 && atStop) || [finished]));
    };
    worker.say({ type: 'hello' });
  };
  const { supervisor, until } = scriptedSupervisor(script);
  const { id } = await supervisor.start({
    name: 'a',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
  });
  await until(id, 'running');
  supervisor.stop(id);
  await until(id, 'stopped');
  return supervisor.summary(id).reason;
}

const atOnce =
  'Stopped on request, without scores, while cpu:1 had no memory left for a step; it can be continued.';

test('a stop ends a run at once that waits for memory, since its worker hears nothing', async () => {
  expect(await stoppedAfter([lacking], [])).toBe(atOnce);
});

test('so does one that came in the step that is then refused memory', async () => {
  expect(await stoppedAfter([], [lacking])).toBe(atOnce);
});

test('a worker that has memory again finishes its step and is scored', async () => {
  expect(await stoppedAfter([lacking, found])).toBe('Stopped on request.');
});

test('scores after training may still be waited for: a stop is for them', async () => {
  expect(await stoppedAfter([evaluating], [lacking, found, finished])).toBe('Stopped on request.');
});
