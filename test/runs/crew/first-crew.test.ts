import { describe, expect, test, vi } from 'vitest';
import { firstCrew } from '../../../src-main/runs/crew/first-crew';
import { keptEnvironment } from '../../../src-main/runs/run-environment';
import type { Device, Gpu } from '../../../src-shared/devices/devices';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { goodWorker } from '../scripted-launcher';
import { scriptedSupervisor } from '../scripted-supervisor';

const gpu = (index: number, more: Partial<Gpu> = {}): Gpu => ({
  kind: 'gpu',
  id: `gpu:${index}`,
  index,
  uuid: `GPU-${index}`,
  name: 'NVIDIA A100',
  totalMemoryMB: 40_000,
  usedMemoryMB: 500,
  driver: '580.10',
  ...more,
});
const slot: Device = {
  kind: 'cpu',
  id: 'cpu:0',
  name: 'CPU slot 0',
  cores: 2,
  totalMemoryMB: 8000,
  usedMemoryMB: 10,
};

function wanted(devices: readonly Device[], parallel = {}) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    training: { samples: 4 },
    parallel: {
      mode: devices.length > 1 ? 'sp' : 'local',
      devices: devices.map(({ id }) => id),
      ...parallel,
    },
  });
  return { devices, experiment };
}

describe("when a run's turn comes", () => {
  test('it begins on its GPUs as they are now', () => {
    const fuller = gpu(0, { usedMemoryMB: 9000 });
    expect(firstCrew(wanted([gpu(0)]), [slot, fuller])).toEqual({
      split: { devices: [fuller], experiment: wanted([gpu(0)]).experiment },
      notes: [],
    });
  });

  test('a GPU that is gone fails it in one sentence, which says what is there', () => {
    expect(firstCrew(wanted([gpu(0)]), [slot])).toEqual({
      failure:
        'gpu:0 was there when the run was queued and is gone: this machine has cpu:0 now; nvidia-smi may say why, and the run can be continued on other devices.',
    });
  });

  test('it begins without the lost one where it may go on without, and says so', () => {
    const first = firstCrew(wanted([gpu(0), gpu(1)]), [slot, gpu(1)]);
    expect(first).toMatchObject({
      split: { devices: [{ id: 'gpu:1' }], experiment: { parallel: { mode: 'local', devices: ['gpu:1'] } } },
      notes: [expect.stringMatching(/^gpu:0 was there .* this machine has cpu:0, gpu:1 now;/)],
    });
    expect(firstCrew(wanted([gpu(0), gpu(1)], { elastic: false }), [slot, gpu(1)])).toHaveProperty('failure');
  });

  test('another GPU under the same number is not the one that was chosen', () => {
    expect(firstCrew(wanted([gpu(0)]), [gpu(0, { uuid: 'GPU-other', name: 'NVIDIA T4' })])).toMatchObject({
      failure: expect.stringMatching(
        /^gpu:0 is another GPU now \(NVIDIA T4, GPU-other\) .* \(NVIDIA A100, GPU-0\)/,
      ),
    });
  });

  test('a GPU on which nothing can train any more says why', () => {
    const hindered = gpu(0, { hindrance: 'gpu:0 has the NVIDIA driver 470.10, which is too old.' });
    expect(firstCrew(wanted([gpu(0)]), [hindered])).toEqual({
      failure:
        'gpu:0 could train when the run was queued, and cannot now: gpu:0 has the NVIDIA driver 470.10, which is too old.',
    });
  });

  test('other programs on a GPU are named, unless the run shares it', () => {
    const busy = gpu(0, { users: [{ pid: 7, program: 'python3', memoryMB: 4000 }] });
    expect(firstCrew(wanted([gpu(0)]), [busy])).toMatchObject({
      notes: [
        'gpu:0 is used by python3 (process 7, 4000 MB) too: all of them are slower, and share its memory.',
      ],
    });
    expect(firstCrew(wanted([gpu(0)], { share: 2 }), [busy])).toMatchObject({ notes: [] });
  });
});

const onGpu = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['gpu:0'] },
};

test('a run whose GPU is lost in the queue fails without a worker', async () => {
  let present: readonly Device[] = [slot, gpu(0)];
  const rig = scriptedSupervisor(goodWorker, { devices: () => present });
  const started = rig.supervisor.start(onGpu);
  present = [slot];
  const { id } = await started;
  await rig.until(id, 'failed');
  expect(rig.supervisor.summary(id).reason).toMatch(/^gpu:0 was there when the run was queued and is gone/);
  expect(rig.launcher.workers).toEqual([]);
});

test('a run that is stopped while its GPUs are looked at starts no worker', async () => {
  let isLooking = false;
  let answer: () => void = () => {};
  const devices = (): readonly Device[] | Promise<readonly Device[]> => {
    if (!isLooking) return [slot, gpu(0)];
    return new Promise((resolve) => {
      answer = () => resolve([slot, gpu(0)]);
    });
  };
  const rig = scriptedSupervisor(goodWorker, { devices });
  const started = rig.supervisor.start(onGpu);
  isLooking = true;
  const { id } = await started;
  await rig.until(id, 'preparing');
  rig.supervisor.stop(id);
  await rig.until(id, 'stopped');
  answer();
  await vi.waitFor(() => expect(rig.supervisor.owns(id)).toBe(false));
  expect(rig.launcher.workers).toEqual([]);
});

test('what is kept of its GPUs is what they were when it began', async () => {
  let present: readonly Device[] = [slot, gpu(0, { driver: '580.10' })];
  const rig = scriptedSupervisor(goodWorker, { devices: () => present });
  const started = rig.supervisor.start(onGpu);
  present = [slot, gpu(0, { driver: '590.20' })];
  const { id } = await started;
  await rig.until(id, 'finished');
  expect(keptEnvironment(rig.supervisor.runFolder(id))?.gpus).toMatchObject([
    { id: 'gpu:0', driver: '590.20' },
  ]);
});
