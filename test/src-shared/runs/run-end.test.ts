import { describe, expect, test } from 'vitest';
import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import { noticeOfEnd, RunEnds } from '../../../src-shared/runs/run-end';
import type { RunStatus } from '../../../src-shared/runs/runs';
import { digitsInput, fakeRun, forecastInput } from '../../renderer/fake-runs';

function event(id: string, status: RunStatus): CoreEvent {
  return { type: 'run', run: fakeRun(id, digitsInput, status) };
}

describe('seeing runs end', () => {
  test('every run that went on ends once', () => {
    const ends = new RunEnds();
    const events = [
      event('a', 'queued'),
      event('b', 'running'),
      event('a', 'running'),
      event('b', 'failed'),
      event('a', 'finished'),
      event('a', 'finished'),
    ];
    expect(events.map((one) => ends.take(one)?.id)).toEqual([
      undefined,
      undefined,
      undefined,
      'b',
      'a',
      undefined,
    ]);
  });

  test('a run that was over before and got a star has not ended now', () => {
    expect(new RunEnds().take(event('old', 'finished'))).toBeUndefined();
  });

  test('a run that is continued ends again', () => {
    const ends = new RunEnds();
    for (const status of ['running', 'stopped', 'queued'] as const) ends.take(event('a', status));
    expect(ends.take(event('a', 'finished'))?.status).toBe('finished');
  });
});

describe('telling of an end', () => {
  test('a finished run tells its telling score', () => {
    const run = fakeRun('a', digitsInput, 'finished', {
      metrics: { 'test.nll': 0.2, 'test.accuracy': 0.953 },
    });
    expect(noticeOfEnd(run)).toEqual({ title: 'Digits demo has finished', body: 'Accuracy (test): 95.3 %' });
  });

  test('a forecast tells its error in the unit of the target', () => {
    const run = fakeRun('a', forecastInput, 'finished', {
      metrics: { 'test.nll': 0.2, 'test.rmse': 612.345 },
    });
    expect(noticeOfEnd(run).body).toBe('Root mean squared error (test): 612.3 vehicles per hour');
  });

  test('a failed run tells why', () => {
    const run = fakeRun('a', digitsInput, 'failed', { reason: 'Worker 1 ran out of memory.' });
    expect(noticeOfEnd(run)).toEqual({
      title: 'Digits demo has failed',
      body: 'Worker 1 ran out of memory.',
    });
  });
});
