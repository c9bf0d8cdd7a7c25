import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Link } from '../../../src-renderer/link/link.svelte';
import { EstimateState } from '../../../src-renderer/new-run/estimate.svelte';
import {
  memoryRemedy,
  memoryText,
  parameterText,
  timeText,
} from '../../../src-renderer/new-run/estimate-words';
import { BadInputError } from '../../../src-shared/errors';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { RunEstimate } from '../../../src-shared/runs/run-estimate';
import { fakeEstimate } from '../fake-estimate';
import { digitsInput } from '../fake-runs';

const digits = experimentSchema.parse(digitsInput);
const other = { ...digits, training: { ...digits.training, samples: 12 } };

describe('what a drafted run takes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function counting() {
    const asked = vi.fn(async (_experiment: unknown, _asker: string): Promise<RunEstimate> => fakeEstimate);
    const left = vi.fn(async (_asker: string) => null);
    const link = { api: { estimate: asked, leaveEstimate: left } } as unknown as Link;
    return { asked, left, state: new EstimateState(link) };
  }

  it('is asked for once typing pauses, and again only when something changes', async () => {
    const { asked, state } = counting();
    state.follow(other, '');
    state.follow(digits, '');
    expect(state.isCounting).toBe(true);
    await vi.runAllTimersAsync();
    expect(asked.mock.calls.map(([experiment]) => experiment)).toEqual([digits]);
    expect(state.isCounting).toBe(false);
    expect(state.estimate).toEqual(fakeEstimate);
    state.follow({ ...digits, name: 'Another name' }, '');
    await vi.runAllTimersAsync();
    expect(asked).toHaveBeenCalledTimes(1);
    state.follow(digits, 'a run has finished');
    await vi.runAllTimersAsync();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('is given back by a form that was left, where it was asked for', async () => {
    const { asked, left, state } = counting();
    state.leave();
    expect(left).not.toHaveBeenCalled();
    state.follow(digits, '');
    await vi.runAllTimersAsync();
    state.leave();
    expect(left.mock.calls).toEqual([[asked.mock.calls[0]?.[1]]]);
  });

  it('is not asked for while something is wrong, nor by a form that was left', async () => {
    const { asked, state } = counting();
    state.follow(digits, '');
    state.follow(undefined, '');
    expect(state.isCounting).toBe(false);
    state.follow(digits, '');
    state.leave();
    await vi.runAllTimersAsync();
    expect(asked).not.toHaveBeenCalled();
  });

  it('takes no answer for other settings than those that stand there', async () => {
    const { asked, state } = counting();
    let release: (estimate: RunEstimate) => void = () => undefined;
    asked.mockImplementationOnce(() => new Promise((resolve) => (release = resolve)));
    state.follow(digits, '');
    await vi.runAllTimersAsync();
    state.follow(other, '');
    await vi.runAllTimersAsync();
    release({ ...fakeEstimate, weights: 1 });
    await vi.runAllTimersAsync();
    expect(state.estimate?.weights).toBe(8970);
  });

  it('says why it cannot be told, until the next answer', async () => {
    const { asked, state } = counting();
    asked.mockRejectedValueOnce(new BadInputError('The file is damaged.'));
    state.follow(digits, '');
    await vi.runAllTimersAsync();
    expect(state.trouble).toContain('damaged');
    expect(state.isRefused).toBe(true);
    state.follow(other, '');
    await vi.runAllTimersAsync();
    expect(state.trouble).toBe('');
    expect(state.estimate).toEqual(fakeEstimate);
  });
});

describe('what a run takes, in words', () => {
  it('tells parameters with what is a distribution', () => {
    expect(parameterText(fakeEstimate)).toBe(
      '8,970 weights, all with a distribution; each device trains 17,940 numbers',
    );
    expect(parameterText({ ...fakeEstimate, bayesian: 100, trained: 9070 })).toBe(
      '8,970 weights, 100 with a distribution; each device trains 9,070 numbers',
    );
    expect(parameterText({ ...fakeEstimate, bayesian: 0, trained: 8970 })).toBe('8,970 weights');
  });

  it('tells the memory of a device, and of all slots, beside what is free', () => {
    const [slots] = fakeEstimate.memory;
    if (!slots) throw new Error('There are slots.');
    expect(memoryText(slots)).toBe(
      'about 60\u00a0MB on each of 2 CPU slots, 120\u00a0MB in all; 20.1\u00a0GB free',
    );
    expect(memoryText({ ...slots, devices: ['gpu:0'] })).toBe('about 60\u00a0MB on gpu:0; 20.1\u00a0GB free');
  });

  it('tells where the time is from', () => {
    expect(timeText(fakeEstimate)).toBe('about 25\u00a0s, from 3 similar runs');
    const scaled = { ...fakeEstimate, time: { seconds: 63, stepMs: 99.9, runs: 1, isScaled: true } };
    expect(timeText(scaled)).toBe(
      'about 1\u00a0min 3\u00a0s, 100\u00a0ms a step, scaled from a run of this network',
    );
    const { time: _time, ...unknown } = fakeEstimate;
    expect(timeText(unknown)).toBe('not known before the first steps');
  });

  it('says what helps where memory is short, and only there', () => {
    expect(memoryRemedy(fakeEstimate, digits)).toBeUndefined();
    const short = {
      ...fakeEstimate,
      memory: fakeEstimate.memory.map((share) => ({ ...share, freeBytes: 100e6 })),
    };
    // Eight samples on two devices: four at once on each.
    expect(memoryRemedy(short, digits)).toEqual({
      samplesPerPass: 2,
      text: expect.stringMatching(
        /^This needs more memory than is free on cpu:0, cpu:1\. “Samples at once” of 2 instead of 4 /,
      ),
    });
    const one = { ...digits, training: { ...digits.training, samplesPerPass: 1 } };
    expect(memoryRemedy(short, one)).toEqual({
      text: expect.stringContaining('Fewer samples, a smaller batch or one more device need less.'),
    });
  });
});
