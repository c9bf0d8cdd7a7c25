import { describe, expect, test } from 'vitest';
import { clockMarks, deviceTimeline } from '../../../src-renderer/queue/device-timeline';
import type { QueueEntry } from '../../../src-shared/runs/run-queue';
import { digitsInput, fakeRun } from '../fake-runs';

const minute = 60_000;
const now = Date.UTC(2026, 0, 12, 12, 0);
const devices = ['cpu:0', 'cpu:1', 'cpu:2'];

/** Digits on cpu:0 and cpu:1, with times in minutes from now. */
function ran(id: string, status: 'finished' | 'running' | 'paused', from: number, to?: number) {
  const times = { started: now + from * minute, ended: to === undefined ? undefined : now + to * minute };
  return fakeRun(id, { ...digitsInput, name: id }, status, times);
}

function entry(runId: string, more: Partial<QueueEntry>): QueueEntry {
  return {
    ...{ runId, name: runId, state: 'running', devices: ['cpu:0', 'cpu:1'], waitsFor: [], own: true },
    ...more,
  };
}

/** Bars of the first lane, in minutes from now. */
function barsOf({ lanes }: ReturnType<typeof deviceTimeline>, lane = 0) {
  return lanes[lane]?.bars.map(({ runId, kind, from, to }) => [
    runId,
    kind,
    Math.round((from - now) / minute),
    Math.round((to - now) / minute),
  ]);
}

describe('the devices over time', () => {
  test('show what ended in the last ten minutes, what runs and until when, and when the waiting are expected', () => {
    const runs = [
      ran('old', 'finished', -30, -12),
      ran('late', 'finished', -9, -5),
      ran('now', 'running', -4),
    ];
    const queue = [
      entry('now', { secondsLeft: 120 }),
      entry('next', { state: 'waiting', devices: ['cpu:0'], secondsUntilStart: 120, secondsLeft: 180 }),
    ];
    const shown = deviceTimeline(runs, queue, devices, now);
    expect(barsOf(shown)).toEqual([
      ['late', 'over', -9, -5],
      ['now', 'done', -4, 0],
      ['now', 'expected', 0, 2],
      ['next', 'expected', 2, 5],
    ]);
    expect(barsOf(shown, 1)?.map(([runId]) => runId)).toEqual(['late', 'now', 'now']);
    expect(shown.idle).toEqual(['cpu:2']);
  });

  test('show no more time than something is in: a short run of the last minute is not squeezed into ten', () => {
    const shown = deviceTimeline([ran('short', 'finished', -1, -0.5)], [], devices, now);
    // A little before its begin, and a third of a minute ahead.
    expect([(shown.from - now) / minute, (shown.to - now) / minute].map((at) => at.toFixed(2))).toEqual([
      '-1.03',
      '0.33',
    ]);
  });

  test('reach as far back as the queue goes on, a day at most, and cut off what began before', () => {
    const long = [entry('now', { secondsLeft: 3600 * 40 })];
    const shown = deviceTimeline([ran('now', 'running', -3000)], long, devices, now);
    expect((now - shown.from) / minute).toBe(24 * 60);
    expect(barsOf(shown)?.[0]).toEqual(['now', 'done', -24 * 60, 0]);
  });

  test('leave gaps in which a run did not go, and tell a pause in which it holds its devices', () => {
    const continued = {
      ...ran('continued', 'finished', -8, -2),
      gaps: [{ from: now - 6 * minute, to: now - 3 * minute }],
    };
    expect(barsOf(deviceTimeline([continued], [], devices, now))).toEqual([
      ['continued', 'over', -8, -6],
      ['continued', 'over', -3, -2],
    ]);
    const paused = { ...ran('paused', 'paused', -8), gaps: [{ from: now - 6 * minute }] };
    const shown = deviceTimeline([paused], [entry('paused', { state: 'paused' })], devices, now);
    expect(barsOf(shown)?.map(([, kind, from, to]) => [kind, from, to])).toEqual([
      ['done', -8, -6],
      ['paused', -6, 0],
      ['expected', 0, 1],
    ]);
  });

  test('leave open what nobody knows, and name whose start cannot be told', () => {
    const queue = [entry('now', {}), entry('after', { state: 'waiting', waitsFor: ['cpu:0'] })];
    const shown = deviceTimeline([ran('now', 'running', -1)], queue, devices, now);
    expect(shown.lanes[0]?.bars.map(({ runId, isOpen }) => [runId, isOpen])).toEqual([
      ['now', false],
      ['now', true],
    ]);
    expect(shown.unforeseen).toEqual(['after']);
  });

  test('put runs that share a device at once into rows, and use a row again once it is free', () => {
    const runs = [ran('a', 'finished', -9, -5), ran('b', 'finished', -8, -3), ran('c', 'finished', -4, -1)];
    const [lane] = deviceTimeline(runs, [], devices, now).lanes;
    expect(lane?.rows).toBe(2);
    expect(lane?.bars.map(({ runId, row }) => [runId, row])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ]);
  });

  test('have what a run did and has to do on each of its devices', () => {
    const shown = deviceTimeline(
      [ran('now', 'running', -4)],
      [entry('now', { secondsLeft: 60 })],
      devices,
      now,
    );
    const kinds = shown.lanes.map(({ bars }) => bars.map(({ kind }) => kind));
    expect(kinds).toEqual([
      ['done', 'expected'],
      ['done', 'expected'],
    ]);
  });
});

test('times are marked where the clock of the place is whole: 12 minutes from 11:57, at most six of them', () => {
  const marks = clockMarks({ from: now - 3 * minute, to: now + 9 * minute }, 6, 0);
  expect(marks.map((mark) => (mark - now) / minute)).toEqual([-2, 0, 2, 4, 6, 8]);
  // Half an hour off UTC, as in Adelaide: whole hours there are half hours here.
  const hours = clockMarks({ from: now, to: now + 180 * minute }, 3, 570 * minute);
  expect(hours.map((mark) => (mark - now) / minute)).toEqual([30, 90, 150]);
});
