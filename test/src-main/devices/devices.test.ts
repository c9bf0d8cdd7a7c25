import { cpus } from 'node:os';
import { describe, expect, test } from 'vitest';
import { DeviceWatch, readDevices } from '../../../src-main/devices/devices';
import { timesOf, utilisationBetween } from '../../../src-main/devices/processors';
import type { DeviceReport } from '../../../src-shared/devices/devices';

describe('devices of this machine', () => {
  test('CPU slots are as many as cores and at least four, numbered from 0', async () => {
    const { devices, gpuNote } = await readDevices();
    const slots = devices.filter((device) => device.kind === 'cpu');
    expect(slots.map(({ id }) => id)).toEqual(
      Array.from({ length: Math.max(4, cpus().length) }, (_, index) => `cpu:${index}`),
    );
    expect(slots[0]).toMatchObject({ cores: cpus().length });
    expect(slots[0]?.usedMemoryMB).toBeLessThanOrEqual(slots[0]?.totalMemoryMB ?? 0);
    // Either a GPU is listed, or a sentence says why not.
    expect(gpuNote === undefined).toBe(devices.some((device) => device.kind === 'gpu'));
  });

  test('a watch reports again and again, and no more once stopped', async () => {
    const reports: DeviceReport[] = [];
    const third = new Promise<void>((resolve) => {
      const watch = new DeviceWatch((report) => {
        reports.push(report);
        if (reports.length < 3) return;
        watch.stop();
        resolve();
      }, 1);
      watch.start();
      watch.start();
    });
    await third;
    await readDevices();
    expect(reports).toHaveLength(3);
  });
});

describe('how busy the processors were', () => {
  const at = (user: number, idle: number) => timesOf([{ times: { user, nice: 0, sys: 0, irq: 0, idle } }]);

  test('is the busy share of the time that passed', () => {
    expect(utilisationBetween(at(100, 900), at(130, 970))).toBe(30);
  });

  test('is not known when no time has passed', () => {
    expect(utilisationBetween(at(100, 900), at(100, 900))).toBeUndefined();
  });
});
