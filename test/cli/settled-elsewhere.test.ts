import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settledElsewhere } from '../../src-main/cli/settled-elsewhere';
import type { RunElsewhere } from '../../src-main/runs/run-elsewhere';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A core that sees these one after another, then nothing; the terminal's notes; and Ctrl-C. */
function seeing(...sights: readonly RunElsewhere[]) {
  const left = [...sights];
  const notes: string[] = [];
  let interrupt = () => {};
  const surroundings = {
    terminal: { note: (text: string) => notes.push(text) },
    onInterrupt: (listener: () => void) => {
      interrupt = listener;
      return () => {
        interrupt = () => {};
      };
    },
  };
  const wait = () =>
    settledElsewhere({ elsewhere: () => left.shift() }, 'a-1', surroundings as never).then(
      () => 'settled',
      (error: Error) => error.message,
    );
  return { wait, notes, interrupt: () => interrupt() };
}

const silent = { words: ' (process 7 on node2)', lives: false };

test('a run of this machine, or one that is over, is not waited for', async () => {
  const { wait, notes } = seeing();
  expect(await wait()).toBe('settled');
  expect(notes).toEqual([]);
});

test('one of another machine is, until its process was found to be gone, which is said once', async () => {
  const { wait, notes } = seeing(silent, silent, silent);
  const settled = wait();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await settled).toBe('settled');
  expect(notes).toEqual([expect.stringContaining('(process 7 on node2). Looking for two minutes')]);
});

test('one whose process shows that it lives is refused', async () => {
  const { wait } = seeing(silent, { ...silent, lives: true });
  const settled = wait();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await settled).toBe('Run a-1 goes on there (process 7 on node2); it cannot be continued.');
});

test('Ctrl-C ends the wait', async () => {
  const { wait, interrupt } = seeing(...Array.from({ length: 100 }, () => silent));
  const settled = wait();
  await vi.advanceTimersByTimeAsync(2000);
  interrupt();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await settled).toBe('Run a-1 was not continued.');
});
