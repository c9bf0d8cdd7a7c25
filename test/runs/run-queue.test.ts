import { describe, expect, test } from 'vitest';
import { startableRuns } from '../../src-main/runs/run-queue';

describe('the queue', () => {
  const run = (id: string, status: 'queued' | 'running', ...devices: string[]) => ({
    id,
    status,
    owner: '',
    devices,
  });

  test('starts runs that share no device side by side', () => {
    expect(startableRuns([run('a', 'running', 'cpu:0'), run('b', 'queued', 'cpu:1')])).toEqual(['b']);
  });

  test('keeps a run waiting while one of its devices is busy', () => {
    expect(startableRuns([run('a', 'running', 'cpu:0'), run('b', 'queued', 'cpu:0', 'cpu:1')])).toEqual([]);
  });

  test('lets nobody overtake an older run that waits for the same device', () => {
    const open = [
      run('a', 'running', 'cpu:0'),
      run('b', 'queued', 'cpu:0', 'cpu:1'),
      run('c', 'queued', 'cpu:1'),
      run('d', 'queued', 'cpu:2'),
    ];
    expect(startableRuns(open)).toEqual(['d']);
  });
});
