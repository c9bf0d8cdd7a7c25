import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleWatch } from '../../src-main/server/idle-watch';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const state = { hasWindow: false, names: [] as readonly string[], isUnknown: false, isIdle: false };
  const watch = new IdleWatch(
    {
      hasWindow: () => state.hasWindow,
      names: async () => {
        if (state.isUnknown) throw new Error('The database is locked.');
        return state.names;
      },
    },
    10 * minute,
  );
  void watch.idle().then(() => {
    state.isIdle = true;
  });
  return { watch, state };
}

test('a server without work and window is idle after so long, not before', async () => {
  const { state } = watched();
  await vi.advanceTimersByTimeAsync(9.8 * minute);
  expect(state.isIdle).toBe(false);
  await vi.advanceTimersByTimeAsync(0.4 * minute);
  expect(state.isIdle).toBe(true);
});

test.each([
  ['a window is open', { hasWindow: true }],
  ['a run goes on', { names: ['Digits'] }],
  ['it cannot be told what goes on', { isUnknown: true }],
])('it is not while %s, and then counts anew', async (_what, busy) => {
  const { state } = watched();
  Object.assign(state, busy);
  await vi.advanceTimersByTimeAsync(60 * minute);
  expect(state.isIdle).toBe(false);
  Object.assign(state, { hasWindow: false, names: [], isUnknown: false });
  await vi.advanceTimersByTimeAsync(9.8 * minute);
  expect(state.isIdle).toBe(false);
  await vi.advanceTimersByTimeAsync(0.4 * minute);
  expect(state.isIdle).toBe(true);
});

test('a tunnel that is kept up asks now and then, which counts as somebody', async () => {
  const { watch, state } = watched();
  for (let asked = 0; asked < 10; asked += 1) {
    await vi.advanceTimersByTimeAsync(5 * minute);
    watch.touch();
  }
  expect(state.isIdle).toBe(false);
  watch.end();
});
