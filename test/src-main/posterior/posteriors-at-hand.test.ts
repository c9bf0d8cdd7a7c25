import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { leavesAfterMs } from '../../../src-main/posterior/loaded-state';
import { PosteriorsAtHand } from '../../../src-main/posterior/posteriors-at-hand';
import { BadInputError } from '../../../src-shared/errors';
import type { Askable, ItemAnswer } from '../../../src-shared/posterior/asking';
import { nvidiaTool } from '../../nvidia-tool';
import { ScriptedLauncher, type ScriptedWorker } from '../../runs/scripted-launcher';
import { temporaryFolder } from '../../temporary-folder';

const askable: Askable = {
  samples: 2,
  drawnAnew: 0,
  predicts: { kind: 'classes', classNames: ['a', 'b'] },
  items: { kind: 'pictures', shape: [1, 1, 1], ground: 'dark' },
};
const answer: ItemAnswer = { kind: 'classes', items: [[[0.5, 0.5]]] };
const picture = { kind: 'picture', pixels: 'AA==' } as const;

/** Loads, and answers every question. */
function answering(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type === 'load') worker.say({ type: 'loaded', askable });
    if (message.type === 'ask') worker.say({ type: 'answered', id: message.id, answer });
  };
  worker.say({ type: 'hello' });
}

function newHand(script: (worker: ScriptedWorker) => void = answering, usesGpus = false) {
  const file = join(temporaryFolder(), 'posterior.safetensors');
  writeFileSync(file, '');
  const launcher = new ScriptedLauncher(script);
  const engine = { choice: { kind: 'javascript' }, text: '', usesGpus } as const;
  const hand = new PosteriorsAtHand();
  return { file, launcher, hand, posterior: () => hand.of(file, () => ({ launcher, engine })) };
}

describe('posteriors at hand', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('have one process each, whoever asks', async () => {
    const { launcher, posterior } = newHand();
    const both = [posterior().seen(), posterior().ask(picture)];
    expect(await Promise.all(both)).toEqual([askable, answer]);
    expect(await posterior().ask(picture)).toEqual(answer);
    expect(launcher.workers).toHaveLength(1);
  });

  test('leave a minute after they were last used, and are loaded anew where somebody asks again', async () => {
    const { launcher, posterior } = newHand();
    await posterior().seen();
    await vi.advanceTimersByTimeAsync(leavesAfterMs - 1000);
    expect(await posterior().ask(picture)).toEqual(answer);
    await vi.advanceTimersByTimeAsync(leavesAfterMs - 1000);
    expect(launcher.workers[0].signals).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(launcher.workers[0].signals).toEqual(['SIGKILL']);
    expect(await posterior().ask(picture)).toEqual(answer);
    expect(launcher.workers).toHaveLength(2);
  });

  test('are loaded anew once their run was trained on', async () => {
    const { file, launcher, posterior } = newHand();
    await posterior().seen();
    utimesSync(file, 1, 1);
    expect(await posterior().seen()).toEqual(askable);
    expect(launcher.workers.map(({ signals }) => signals)).toEqual([['SIGKILL'], []]);
  });

  test.skipIf(process.platform === 'win32')('are told what their GPU has when they are loaded', async () => {
    nvidiaTool({
      gpus: '0, GPU-8f3d, NVIDIA A40, 8192, 192, 0, 40, 60.00, 580.95.05, 8.6, [N/A], 300.00, 0x0',
    });
    const { launcher, posterior } = newHand(answering, true);
    await posterior().seen();
    expect(launcher.workers[0].received[0]).toMatchObject({
      type: 'load',
      gpuMemory: { totalMB: 8590, freeMB: 8389 },
    });
  });

  test('end with the app', async () => {
    const { launcher, posterior, hand } = newHand();
    const waiting = posterior().seen();
    await waiting;
    await hand.close();
    expect(launcher.workers[0].signals).toEqual(['SIGKILL']);
  });

  test('say why they cannot be loaded, and are tried again when asked again', async () => {
    let tries = 0;
    const { posterior } = newHand((worker) => {
      tries += 1;
      if (tries === 2) return answering(worker);
      worker.onReceived = () =>
        worker.say({ type: 'failed', kind: 'failed', message: 'The device ran out of memory.' });
      worker.say({ type: 'hello' });
    });
    await expect(posterior().ask(picture)).rejects.toThrow('The device ran out of memory.');
    expect(await posterior().ask(picture)).toEqual(answer);
  });

  test('refuse one question and answer the next', async () => {
    const { posterior } = newHand((worker) => {
      worker.onReceived = (message) => {
        if (message.type === 'load') worker.say({ type: 'loaded', askable });
        if (message.type !== 'ask') return;
        if (message.id === 1) worker.say({ type: 'answered', id: 1, answer });
        else worker.say({ type: 'unanswered', id: 0, kind: 'bad-input', message: 'It has 1 value.' });
      };
      worker.say({ type: 'hello' });
    });
    await expect(posterior().ask(picture)).rejects.toThrow(new BadInputError('It has 1 value.'));
    expect(await posterior().ask(picture)).toEqual(answer);
  });

  test('whose process dies tell those who wait for an answer', async () => {
    const { launcher, posterior } = newHand((worker) => {
      worker.onReceived = (message) => {
        if (message.type === 'load') worker.say({ type: 'loaded', askable });
        if (message.type === 'ask') worker.exit(null, 'SIGKILL');
      };
      worker.say({ type: 'hello' });
    });
    await expect(posterior().ask(picture)).rejects.toThrow('may have run out of memory');
    expect(launcher.workers).toHaveLength(1);
  });

  test('are not had of a run that has none', () => {
    const { hand, file } = newHand();
    const none = () => hand.of(`${file}.none`, () => expect.fail('nothing is to be started'));
    expect(none).toThrow('The run has no posterior');
  });
});
