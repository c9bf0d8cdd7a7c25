import { describe, expect, test, vi } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { RunControl } from '../../../src-workers/run/run-control';
import { askedBy, flagOf } from '../../../src-workers/train/asked';
import { buildWorker } from './built-worker';
import { newRunFolder, posteriorIn, TestCrew } from './worker-crew';

describe('what workers are asked', () => {
  test('the flags of many workers together never make a stop of pauses', () => {
    const flags = Array.from({ length: 1000 }, () => flagOf('pause'));
    expect(askedBy(Math.fround(flags.reduce((sum, flag) => sum + flag, 0)))).toBe('pause');
    expect(askedBy(flagOf('pause') + flagOf('stop'))).toBe('stop');
    expect(askedBy(flagOf('nothing'))).toBe('nothing');
  });

  test('a worker that heard of the resume before it came to wait does not wait', async () => {
    const control = new RunControl();
    control.pause();
    control.resume();
    await control.untilResumed();
    expect(control.asked).toBe('nothing');
  });

  test('a stop ends the wait and is what comes next', async () => {
    const control = new RunControl();
    control.pause();
    const waiting = control.untilResumed();
    control.stop();
    await waiting;
    expect(control.asked).toBe('stop');
  });
});

describe('real workers', () => {
  const experiment: ExperimentInput = {
    seed: 3,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [8] },
    training: { samples: 4, batchSize: 128, steps: 30 },
    parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
  };

  test('pause after the same step, go on when told to, and learn what they would have learned', async () => {
    const script = await buildWorker();
    const [paused, straight] = [newRunFolder(), newRunFolder()];
    const crew = new TestCrew(script, paused, experiment, { kind: 'javascript' });
    const pauses = () => crew.messages.filter(({ type }) => type === 'paused');
    // Asked before they have begun, they pause after their first step, however quick they are.
    for (const child of crew.children) child.send({ type: 'pause' });
    await vi.waitFor(() => expect(pauses()).toHaveLength(2));
    const [first, second] = pauses();
    expect(first).toEqual(second);
    for (const child of crew.children) child.send({ type: 'resume' });
    await crew.over;
    const other = new TestCrew(script, straight, experiment, { kind: 'javascript' });
    await other.over;
    expect(pauses()).toHaveLength(2);
    expect(crew.learned).toEqual(other.learned);
    expect(posteriorIn(paused)).toEqual(posteriorIn(straight));
  });
});
