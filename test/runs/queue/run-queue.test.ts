import { describe, expect, test } from 'vitest';
import { startableRuns } from '../../../src-main/runs/queue/run-queue';

describe('the queue', () => {
  const run = (id: string, status: 'queued' | 'running', ...devices: string[]) => ({
    id,
    status,
    owner: '',
    devices,
    share: 1,
  });
  const sharing = (share: number, ...of: Parameters<typeof run>) => ({ ...run(...of), share });

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

  test('lets as many runs share a device as each of them allows', () => {
    const pair = [sharing(2, 'a', 'running', 'gpu:0'), sharing(2, 'b', 'queued', 'gpu:0')];
    expect(startableRuns([...pair, sharing(2, 'c', 'queued', 'gpu:0')])).toEqual(['b']);
    expect(startableRuns([...pair, sharing(3, 'c', 'queued', 'gpu:1')])).toEqual(['b', 'c']);
  });

  test('shares no device of a run that wants it alone, nor with one that does', () => {
    const [alone, social] = [run('a', 'running', 'gpu:0'), sharing(4, 'b', 'running', 'gpu:1')];
    expect(startableRuns([alone, sharing(4, 'c', 'queued', 'gpu:0')])).toEqual([]);
    expect(startableRuns([social, run('c', 'queued', 'gpu:1')])).toEqual([]);
  });

  test('lets nobody share past an older run that waits to have the device alone', () => {
    const open = [
      sharing(2, 'a', 'running', 'gpu:0'),
      run('b', 'queued', 'gpu:0'),
      sharing(2, 'c', 'queued', 'gpu:0'),
    ];
    expect(startableRuns(open)).toEqual([]);
  });
});
