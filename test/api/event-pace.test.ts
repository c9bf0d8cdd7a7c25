import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventPace } from '../../src-main/api/event-pace';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { RunProgress, RunStatus } from '../../src-shared/runs/runs';
import { digitsInput, fakeRun } from '../renderer/fake-runs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function paced() {
  const told: CoreEvent[] = [];
  return { told, pace: new EventPace((event) => told.push(event)) };
}

const news = (hasLines = false): CoreEvent => ({ type: 'news', runId: 'a', hasLines });

function atStep(step: number, status: RunStatus = 'running', tags: readonly string[] = []): CoreEvent {
  const progress: RunProgress = { phase: 'training', step, totalSteps: 100, epoch: step / 10 };
  const run = { ...fakeRun('a', digitsInput, status), progress };
  return { type: 'run', run: { ...run, annotations: { ...run.annotations, tags } } };
}

describe('a run that goes on', () => {
  test('is told of at once, and then once a second by its newest step', () => {
    const { told, pace } = paced();
    for (const step of [1, 2, 3]) pace.take(atStep(step));
    expect(told).toEqual([atStep(1)]);
    vi.advanceTimersByTime(999);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([atStep(1), atStep(3)]);
    pace.take(atStep(4));
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([atStep(1), atStep(3), atStep(4)]);
  });

  test('has its news and its progress told in one go, lines of the log among them', () => {
    const { told, pace } = paced();
    for (const event of [news(), atStep(1), news(true), atStep(2), news(), atStep(3)]) pace.take(event);
    expect(told).toEqual([news(), atStep(1)]);
    vi.advanceTimersByTime(1000);
    expect(told.slice(2)).toEqual([news(true), atStep(3)]);
  });

  test('says at once what else has changed, and what it measured before that', () => {
    const { told, pace } = paced();
    pace.take(atStep(1));
    pace.take(news());
    pace.take(atStep(2, 'running', ['good']));
    pace.take(atStep(3, 'finished', ['good']));
    pace.take(atStep(3, 'finished', ['good']));
    expect(told.slice(1)).toEqual([
      news(),
      atStep(2, 'running', ['good']),
      atStep(3, 'finished', ['good']),
      atStep(3, 'finished', ['good']),
    ]);
  });

  test('is not told of any more once it is removed, or nobody listens', () => {
    const { told, pace } = paced();
    pace.take(atStep(1));
    pace.take(atStep(2));
    pace.take({ type: 'removed', runId: 'a' });
    pace.take(atStep(1));
    pace.take(atStep(2));
    pace.end();
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([atStep(1), { type: 'removed', runId: 'a' }, atStep(1)]);
  });
});

test('another run, and everything that is not about one, waits for nothing', () => {
  const { told, pace } = paced();
  pace.take(news());
  pace.take({ type: 'news', runId: 'b', hasLines: false });
  pace.take({ type: 'queue' });
  pace.take({ type: 'queue' });
  expect(told).toHaveLength(4);
});
