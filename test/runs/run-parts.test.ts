import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseUnusedGpus } from '../../src-main/runs/engine-choice';
import {
  makeExchangeFolder,
  removeExchangeFolder,
  removeLeftExchangeFolders,
} from '../../src-main/runs/exchange-folder';
import { isAlive, ownProcess } from '../../src-main/runs/owner-process';
import { RemainingTime } from '../../src-main/runs/remaining-time';
import { rootCause } from '../../src-main/runs/root-cause';
import { newRunId } from '../../src-main/runs/run-id';
import { startableRuns } from '../../src-main/runs/run-queue';
import { chosenDevices, workerEnvironment } from '../../src-main/runs/worker-environment';
import type { Device } from '../../src-shared/devices';
import { temporaryFolder } from '../temporary-folder';

const cpu = (index: number): Device => ({
  kind: 'cpu',
  id: `cpu:${index}`,
  name: `CPU slot ${index}`,
  cores: 8,
  totalMemoryMB: 16_000,
  usedMemoryMB: 1_000,
});
const gpu: Device = {
  kind: 'gpu',
  id: 'gpu:0',
  index: 0,
  uuid: 'GPU-0a1b',
  name: 'A GPU',
  totalMemoryMB: 80_000,
  usedMemoryMB: 0,
  driver: '580.1',
};

describe('a run id', () => {
  test.each([
    ['Digits demo', 'digits-demo-3f2a'],
    ['  Ünïcode & Söhne!  ', 'unicode-sohne-3f2a'],
    ['数字', 'run-3f2a'],
    ['x'.repeat(100), `${'x'.repeat(48)}-3f2a`],
  ])('from %j', (name, id) => {
    expect(newRunId(name, '3f2a')).toBe(id);
  });

  test('fits the API, and two of one name differ', () => {
    const ids = Array.from({ length: 4 }, () => newRunId('Digits demo'));
    expect(new Set(ids).size).toBeGreaterThan(1);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,64}$/);
  });
});

describe('the environment of a worker', () => {
  test('on a CPU slot hides all GPUs and has its share of the cores', () => {
    const devices = [cpu(0), cpu(1), cpu(2)];
    expect(workerEnvironment(cpu(1), devices, 8, { PATH: '/bin', GONE: undefined })).toEqual({
      PATH: '/bin',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_NUM_INTRAOP_THREADS: '2',
      OMP_NUM_THREADS: '2',
      TF_NUM_INTEROP_THREADS: '1',
    });
  });

  test('has one thread where there are more slots than cores', () => {
    const environment = workerEnvironment(cpu(0), [cpu(0), cpu(1), cpu(2)], 2, {});
    expect(environment.OMP_NUM_THREADS).toBe('1');
  });

  test('on a GPU shows that GPU alone, by its UUID, whatever was set outside', () => {
    const environment = workerEnvironment(gpu, [gpu, cpu(0)], 8, { CUDA_VISIBLE_DEVICES: '3' });
    expect(environment.CUDA_VISIBLE_DEVICES).toBe('GPU-0a1b');
  });
});

describe('the devices of a run', () => {
  test('come in the order the experiment names them', () => {
    expect(chosenDevices(['gpu:0', 'cpu:1'], [cpu(0), cpu(1), gpu]).map(({ id }) => id)).toEqual([
      'gpu:0',
      'cpu:1',
    ]);
  });

  test('must be on this machine', () => {
    expect(() => chosenDevices(['cpu:0', 'gpu:7'], [cpu(0), cpu(1)])).toThrow(
      'gpu:7 is not on this machine, which has cpu:0, cpu:1.',
    );
  });

  test('may be GPUs only where the engine uses them, never silently the CPU instead', () => {
    const engine = { choice: { kind: 'tensorflow', binding: 'x' }, text: 'TensorFlow 2.21.0 (CPU)' } as const;
    expect(() => refuseUnusedGpus(['gpu:0'], { ...engine, usesGpus: false })).toThrow(
      /^gpu:0 needs TensorFlow for CUDA, but the engine here is TensorFlow 2\.21\.0 \(CPU\)\./,
    );
    expect(() => refuseUnusedGpus(['gpu:0'], { ...engine, usesGpus: true })).not.toThrow();
  });
});

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

describe('the time that remains', () => {
  test('is the pace so far times the steps to go', () => {
    const remaining = new RemainingTime();
    expect(remaining.observe(0, 10, 100)).toBeUndefined();
    // 20 steps in 4 s: 0.2 s a step, 70 steps to go.
    expect(remaining.observe(4000, 30, 100)).toBeCloseTo(14, 9);
  });

  test('follows the pace of the last 20 seconds', () => {
    const remaining = new RemainingTime();
    remaining.observe(0, 0, 1000);
    remaining.observe(30_000, 300, 1000);
    // The oldest known point is at 30 s now: 10 steps in 20 s, 690 to go.
    remaining.observe(40_000, 305, 1000);
    expect(remaining.observe(50_001, 310, 1000)).toBeCloseTo((690 * 20.001) / 10, 6);
  });

  test('is known also where a step takes longer than that', () => {
    const remaining = new RemainingTime();
    remaining.observe(0, 1, 5);
    expect(remaining.observe(60_000, 2, 5)).toBe(180);
  });
});

describe('the cause of a failed run', () => {
  const consequence = { rank: 0, reason: 'Worker 1 is gone.', isExplained: true, lostPeer: 1 };
  const crash = { rank: 1, reason: 'Worker 1 crashed.', isExplained: false };
  const said = { rank: 2, reason: 'Out of memory.', isExplained: true };

  test('is never that a peer was missed, where there is another', () => {
    expect(rootCause([consequence, crash])).toBe(crash);
  });

  test('is what a worker said rather than that one ended', () => {
    expect(rootCause([crash, consequence, said])).toBe(said);
  });

  test('is the first of equals', () => {
    const later = { ...said, rank: 3 };
    expect(rootCause([said, later])).toBe(said);
    expect(rootCause([consequence])).toBe(consequence);
  });
});

describe('the exchange folder', () => {
  test('is private, and gone with all in it when removed', () => {
    const parent = temporaryFolder();
    const folder = makeExchangeFolder(parent);
    expect(dirname(folder)).toBe(parent);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    removeExchangeFolder(folder);
    expect(existsSync(folder)).toBe(false);
  });

  test('is among the temporary files where there is no memory-backed place', () => {
    const folder = makeExchangeFolder(join(temporaryFolder(), 'missing'));
    expect(dirname(folder)).toBe(tmpdir());
    removeExchangeFolder(folder);
  });
});

describe('exchange folders that a killed process left behind', () => {
  test('are removed; those of living processes and of other programs stay', async () => {
    const parent = temporaryFolder();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const own = makeExchangeFolder(parent);
    mkdirSync(join(parent, `parasample-${child.pid}-abc`));
    mkdirSync(join(parent, 'another-program'));
    removeLeftExchangeFolders(parent);
    expect(readdirSync(parent).sort()).toEqual(['another-program', basename(own)]);
  });
});

describe('the owner of a run', () => {
  test('is alive while it runs', () => {
    expect(isAlive(ownProcess())).toBe(true);
  });

  test('is not another process that got the same id later', () => {
    expect(isAlive(`${process.pid}@an-earlier-boot-7`)).toBe(false);
  });

  test('is dead once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const mark = `${child.pid}@`;
    await once(child, 'exit');
    expect(isAlive(mark)).toBe(false);
  });
});
