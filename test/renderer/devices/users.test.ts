import { expect, test } from 'vitest';
import { deviceUsers, holdersOf } from '../../../src-renderer/devices/users';
import type { RunStatus } from '../../../src-shared/runs/runs';
import { digitsInput, fakeRun } from '../fake-runs';

function on(id: string, status: RunStatus, devices: string[], share?: number) {
  return fakeRun(id, { ...digitsInput, parallel: { mode: 'sp', devices, share } }, status);
}

test('a device belongs to the run that trains or pauses on it; waiting and ended runs hold none', () => {
  const users = deviceUsers([
    on('waits', 'queued', ['cpu:0', 'cpu:1']),
    on('pauses', 'paused', ['cpu:0', 'cpu:1']),
    on('trains', 'running', ['gpu:0', 'gpu:1']),
    on('ended', 'finished', ['cpu:2', 'cpu:3']),
  ]);
  expect([...users].map(([device, runs]) => `${device} ${runs.map(({ id }) => id)}`)).toEqual([
    'cpu:0 pauses',
    'cpu:1 pauses',
    'gpu:0 trains',
    'gpu:1 trains',
  ]);
});

test('who holds devices is said by name, each run once, and nothing where all are free', () => {
  const runs = [on('first', 'running', ['cpu:0', 'cpu:1']), on('waiting', 'queued', ['cpu:2'])];
  expect(holdersOf(['cpu:0', 'cpu:1', 'cpu:2'], runs)).toBe('“Digits demo” holds cpu:0, cpu:1');
  expect(holdersOf(['cpu:2'], runs)).toBe('');
});

test('a device that runs share names them all, and nobody where it has room for one more', () => {
  const runs = [on('first', 'running', ['gpu:0'], 3), on('second', 'paused', ['gpu:0'], 3)];
  expect(
    deviceUsers(runs)
      .get('gpu:0')
      ?.map(({ id }) => id),
  ).toEqual(['first', 'second']);
  expect(holdersOf(['gpu:0'], runs, 3)).toBe('');
  expect(holdersOf(['gpu:0'], runs, 2)).toBe('“Digits demo” holds gpu:0; “Digits demo” holds gpu:0');
});
