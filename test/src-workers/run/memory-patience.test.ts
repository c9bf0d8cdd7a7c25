import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromWorker } from '../../../src-shared/protocol/worker-protocol';
import { OutOfMemoryError } from '../../../src-workers/engine/out-of-memory-error';
import { MemoryPatience } from '../../../src-workers/run/memory-patience';
import { Pulse } from '../../../src-workers/run/pulse';

const refused = new OutOfMemoryError(34e6);

// The clock goes on by what is waited for.
beforeEach(() => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(Atomics, 'wait').mockImplementation((_array, _index, _value, milliseconds = 0) => {
    now += milliseconds;
    return 'timed-out';
  });
});
afterEach(() => void vi.restoreAllMocks());

function setUp(steps: number) {
  const pulse = new Pulse();
  for (let step = 0; step < steps; step += 1) pulse.stepped(1);
  const said: FromWorker[] = [];
  const port = { post: (message: FromWorker) => void said.push(message), onMessage: () => {} };
  return { patience: new MemoryPatience('gpu:1', { port, pulse }), said, pulse };
}

/** How often it waits in a row, at most so often. */
function waits(patience: MemoryPatience, most = 10_000): number {
  let count = 0;
  while (count < most && patience.again(refused)) count += 1;
  return count;
}

test('a run that does not fit from the start is not waited for', () => {
  const { patience, said } = setUp(0);
  expect(waits(patience)).toBe(0);
  expect(said).toEqual([]);
});

test('one that has trained waits half a minute, tells so once, and is heard of all the while', () => {
  const { patience, said, pulse } = setUp(1);
  const [before] = pulse.turns;
  expect(waits(patience)).toBe(120);
  expect(said).toEqual([
    { type: 'memory', isLacking: true },
    {
      type: 'log',
      level: 'warning',
      text: 'gpu:1 has no memory left for another 34 MB, perhaps since other programs hold it; the run waits for it up to 30 s.',
    },
  ]);
  expect(pulse.turns[0]).toBe((before ?? 0) + 120);
});

test('what was found again is told, and the next wait is as long', () => {
  const { patience, said } = setUp(1);
  patience.found();
  expect(said).toEqual([]);
  waits(patience, 3);
  patience.found();
  patience.found();
  expect(said).toEqual([
    { type: 'memory', isLacking: true },
    expect.objectContaining({ text: expect.stringContaining('waits for it') }),
    { type: 'memory', isLacking: false },
    expect.objectContaining({ text: 'gpu:1 has memory again, and the run goes on.' }),
  ]);
  expect(waits(patience)).toBe(120);
});
