import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TensorflowMeeting } from '../../../src-workers/engine/tensorflow/tensorflow-meeting';
import { tensorflow } from '../tensorflow';

const { ownOperations } = tensorflow();

// Where the operations could not be compiled, workers meet over sockets alone.
describe.runIf(ownOperations !== undefined)('three workers that meet in shared memory', () => {
  let folder: string;
  let workers: readonly TensorflowMeeting[];

  beforeEach(() => {
    if (!ownOperations) return;
    folder = mkdtempSync(join(tmpdir(), 'parasample-meeting-'));
    const descriptors = [0, 1, 2].map((rank) => openSync(join(folder, `m${rank}`), 'w+'));
    for (const file of descriptors) ftruncateSync(file, 4 * ownOperations.meetingFloats);
    workers = [0, 1, 2].map((rank) => new TensorflowMeeting(ownOperations, { descriptors, rank }));
    // The mappings stay.
    descriptors.forEach(closeSync);
  });
  afterEach(() => {
    for (const worker of workers) worker.close();
    rmSync(folder, { recursive: true });
  });

  test('wait until the last of them has come', () => {
    workers[0].arrive(Float32Array.of(1));
    workers[2].arrive(Float32Array.of(4));
    expect(workers[0].wait(50)).toBe(false);
    expect(workers[2].wait(50)).toBe(false);
    workers[1].arrive(Float32Array.of(2));
    for (const worker of workers) expect(worker.wait(50)).toBe(true);
  });

  test('get the same sums, the next time too, though one has not read its first yet', () => {
    const sumOf = (worker: TensorflowMeeting): number[] => {
      const numbers = new Float32Array(2);
      worker.sum(numbers);
      return [...numbers];
    };
    workers.forEach((worker, rank) => {
      worker.arrive(Float32Array.of(10 ** rank, rank));
    });
    expect(sumOf(workers[0])).toEqual([111, 3]);
    // Quick ones come again before the slow one has looked.
    workers[0].arrive(Float32Array.of(5, 1));
    expect(sumOf(workers[2])).toEqual([111, 3]);
    expect(sumOf(workers[1])).toEqual([111, 3]);
    workers[1].arrive(Float32Array.of(6, 1));
    expect(workers[0].wait(50)).toBe(false);
    workers[2].arrive(Float32Array.of(7, 1));
    for (const worker of workers) {
      expect(worker.wait(50)).toBe(true);
      expect(sumOf(worker)).toEqual([18, 3]);
    }
  });
});
