import { describe, expect, test } from 'vitest';
import {
  afterEvent,
  type LoadedEvent,
  type LoadedState,
  leavesAfterMs,
  staysFor,
} from '../../../src-main/posterior/loaded-state';

const opening: LoadedState = { kind: 'opening', lastSeen: 1000 };
const ready: LoadedState = { kind: 'ready', lastSeen: 1000, unanswered: 0 };
const stateAfter = (state: LoadedState, ...events: LoadedEvent[]) => events.reduce(afterEvent, state);

describe('a posterior that is held ready', () => {
  test('is ready once it is loaded, and stays a minute after it was last seen', () => {
    expect(stateAfter(opening, { kind: 'loaded' })).toEqual(ready);
    expect(stateAfter(ready, { kind: 'looked', at: 1000 + leavesAfterMs - 1 })).toEqual(ready);
    expect(stateAfter(ready, { kind: 'looked', at: 1000 + leavesAfterMs })).toEqual({ kind: 'gone' });
    const seen: LoadedEvent = { kind: 'seen', at: 5000 };
    expect(stateAfter(ready, seen, { kind: 'looked', at: 1000 + leavesAfterMs })).toMatchObject({
      lastSeen: 5000,
    });
  });

  test('stays while somebody waits for an answer, however long that takes', () => {
    const asked = stateAfter(
      ready,
      { kind: 'asked', at: 2000 },
      { kind: 'asked', at: 3000 },
      { kind: 'answered' },
    );
    expect(asked).toEqual({ kind: 'ready', lastSeen: 3000, unanswered: 1 });
    const late: LoadedEvent = { kind: 'looked', at: 10 * leavesAfterMs };
    expect(stateAfter(asked, late)).toEqual(asked);
    expect(stateAfter(asked, { kind: 'answered' }, late)).toEqual({ kind: 'gone' });
  });

  test('is not waited for without end where it never loads and nobody looks any more', () => {
    expect(stateAfter(opening, { kind: 'looked', at: 1000 + leavesAfterMs })).toEqual({ kind: 'gone' });
  });

  test('once gone comes back for nothing, and keeps why', () => {
    const gone = stateAfter(ready, { kind: 'ended', why: new Error('no memory') });
    expect(stateAfter(gone, { kind: 'loaded' }, { kind: 'seen', at: 1 }, { kind: 'ended' })).toBe(gone);
    expect(gone).toEqual({ kind: 'gone', why: new Error('no memory') });
  });

  test('is looked at again when it could leave, and never in a hurry', () => {
    expect(staysFor(ready, 1000)).toBe(leavesAfterMs);
    expect(staysFor(ready, 21_000)).toBe(leavesAfterMs - 20_000);
    expect(staysFor(ready, 10 * leavesAfterMs)).toBe(1);
  });
});
