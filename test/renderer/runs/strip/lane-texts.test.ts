import { describe, expect, test } from 'vitest';
import { timeText, useText, wholeStepMs } from '../../../../src-renderer/runs/strip/lane-texts';
import type { Device } from '../../../../src-shared/devices/devices';

/** @param parts input, compute, exchange, evaluation in milliseconds */
function worker(parts: readonly (number | undefined)[], memoryMB?: number) {
  return { device: 'cpu:0', stepMs: undefined, parts, exchangeShare: undefined, memoryMB };
}

describe('where a device’s time goes', () => {
  test('parts are shares of all that was measured of a step: 1, 30, 7 and 2 of 40 ms', () => {
    expect(timeText(worker([1, 30, 7, 2]))).toBe(
      '40\u00a0ms a step: 3\u00a0%\u00a0input, 75\u00a0%\u00a0compute, 18\u00a0%\u00a0exchange, 5\u00a0%\u00a0evaluation',
    );
  });

  test('what was not measured is left out, and what is little is not told as nothing', () => {
    expect(timeText(worker([0.1, 99.9, 0, undefined]))).toBe(
      '100\u00a0ms a step: <1\u00a0%\u00a0input, 100\u00a0%\u00a0compute, 0\u00a0%\u00a0exchange',
    );
  });

  test('before the first measurement nothing is said', () => {
    const none = worker([undefined, undefined, undefined, undefined]);
    expect(wholeStepMs(none)).toBeUndefined();
    expect(timeText(none)).toBe('');
  });
});

describe('memory and use of a device', () => {
  const slot: Device = {
    ...{ kind: 'cpu', id: 'cpu:0', name: 'A processor', cores: 2 },
    ...{ totalMemoryMB: 16_000, usedMemoryMB: 6200 },
  };
  const gpu: Device = {
    ...{ kind: 'gpu', id: 'gpu:0', index: 0, uuid: 'GPU-1', name: 'A GPU', driver: '580' },
    ...{ totalMemoryMB: 80_000, usedMemoryMB: 12_300, utilisationPercent: 86.6 },
  };

  test('of a CPU slot are those of its worker, since slots share the machine', () => {
    expect(useText(worker([], 486.4), 0.914, slot)).toBe('486\u00a0MB of memory, 0.91 of 2 cores busy');
  });

  test('of a run that is over are the last of its worker', () => {
    expect(useText(worker([], 486.4), 0.914, undefined)).toBe('486\u00a0MB of memory, 0.91 cores busy');
    expect(useText(worker([]), undefined, undefined)).toBe('');
  });

  test('of a GPU are those of the whole GPU', () => {
    expect(useText(worker([], 2100), 1, gpu)).toBe('12.3\u00a0GB of 80.0\u00a0GB, 87\u00a0% busy');
  });
});
