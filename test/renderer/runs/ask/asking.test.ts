import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Asking } from '../../../../src-renderer/runs/ask/asking.svelte';
import { FailedError } from '../../../../src-shared/errors';
import type { Askable, ItemAnswer } from '../../../../src-shared/posterior/asking';
import { fakeAnswer, fakeAskable, testPicture, trainingRows } from '../../fake-asking';

const item = { kind: 'picture', pixels: testPicture.pixels } as const;

/** A posterior at hand, of which the test says what it does. */
function newAsking(askable: () => Promise<Askable> = async () => fakeAskable('first')) {
  let loads = 0;
  const api = {
    askable: () => {
      loads += 1;
      return askable();
    },
    ask: async (): Promise<ItemAnswer> => fakeAnswer(item),
    askedTestItem: async () => testPicture,
    askedPicture: async () => ({ kind: 'fitted-picture', pixels: testPicture.pixels }) as const,
    askedTrainingRows: async () => trainingRows,
  };
  const onConnected = (listener: () => void) => {
    listener();
    return () => {};
  };
  const asking = new Asking({ api, onConnected }, 'run');
  return { asking, api, loads: () => loads, settle: () => vi.advanceTimersByTimeAsync(1) };
}

describe('asking a posterior', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('keeps it loaded while the view is open, and says nothing more once it is left', async () => {
    const { asking, loads } = newAsking();
    const end = asking.follow();
    await vi.advanceTimersByTimeAsync(59_000);
    // Well within the minute after which it would be put away.
    expect(loads()).toBe(3);
    expect(asking.askable).toEqual(fakeAskable('first'));
    end();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(loads()).toBe(3);
  });

  test('says why it cannot be loaded, and does not try again by itself', async () => {
    const { asking, loads } = newAsking(async () => {
      throw new FailedError('The device ran out of memory.');
    });
    const end = asking.follow();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asking.trouble).toBe('The device ran out of memory.');
    expect(loads()).toBe(1);
    await asking.load();
    expect(loads()).toBe(2);
    end();
  });

  test('has the answer of the newest item, and none once it is forgotten', async () => {
    const { asking, settle } = newAsking();
    asking.ask(item);
    await settle();
    expect(asking.answered).toMatchObject({ item, answer: { kind: 'classes' } });
    asking.ask(item);
    asking.forget();
    await settle();
    expect(asking.answered).toBeUndefined();
  });
});
