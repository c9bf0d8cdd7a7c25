import { describe, expect, test } from 'vitest';
import {
  hadAllCores,
  mayBecomeReference,
  mayBeReference,
  probeOf,
  sameOnOneDevice,
  speedText,
  timesOne,
} from '../../../../src-renderer/runs/strip/one-device';
import type { ExperimentInput } from '../../../../src-shared/experiment/experiment';
import { digitsInput, fakeRun } from '../../fake-runs';

const onOne: ExperimentInput = {
  ...digitsInput,
  name: 'One',
  parallel: { mode: 'local', devices: ['cpu:3'] },
};
const onTwo = fakeRun('two', digitsInput, 'running');

describe('the run that tells how long a step takes on one device', () => {
  const find = (other: ReturnType<typeof fakeRun>) =>
    mayBeReference(onTwo, other) && sameOnOneDevice(onTwo, [other]) !== undefined;

  test('is a finished one of the same experiment, whatever its name, seed and mode', () => {
    expect(find(fakeRun('one', { ...onOne, seed: 7 }, 'finished'))).toBe(true);
    expect(find(fakeRun('one', onOne, 'stopped'))).toBe(false);
    expect(find(fakeRun('two again', digitsInput, 'finished'))).toBe(false);
  });

  test('did the same work: as many samples, on the same data', () => {
    const training = { ...digitsInput.training, samples: 4 };
    expect(find(fakeRun('one', { ...onOne, training }, 'finished'))).toBe(false);
    expect(find(fakeRun('one', { ...onOne, data: { dataset: 'fashion-mnist' } }, 'finished'))).toBe(false);
  });

  test('was on a device of the same kind, with as many threads, and shared it as little', () => {
    const onGpu: ExperimentInput = { ...onOne, parallel: { mode: 'local', devices: ['gpu:0'] } };
    expect(find(fakeRun('one', onGpu, 'finished'))).toBe(false);
    for (const other of [{ threadsPerDevice: 1 }, { share: 2 }])
      expect(find(fakeRun('one', { ...onOne, parallel: { ...onOne.parallel, ...other } }, 'finished'))).toBe(
        false,
      );
  });

  test('was trained by the same engine and code', () => {
    expect(find(fakeRun('one', onOne, 'finished', { engine: 'JavaScript' }))).toBe(false);
    expect(find(fakeRun('one', onOne, 'finished', { codeVersion: 'older' }))).toBe(false);
  });
});

describe('a probe', () => {
  const ofThree: ExperimentInput = {
    ...digitsInput,
    name: 'x'.repeat(120),
    evaluation: { samples: 64 },
    parallel: { mode: 'hybrid', devices: ['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'], dataGroups: 2 },
  };

  test('is the same on the first device for 20 steps, which says as much of a step as a whole run', () => {
    const run = fakeRun('many', ofThree, 'finished');
    const probe = fakeRun('probe', probeOf(run), 'finished');
    expect(probe.experiment.training).toEqual({ ...run.experiment.training, steps: 20 });
    expect(probe.experiment.parallel).toMatchObject({ mode: 'local', devices: ['cpu:0'] });
    expect(mayBeReference(run, probe) && sameOnOneDevice(run, [probe])).toBe(probe);
  });

  test('of a run of fewer steps has no more of them', () => {
    const training = { ...digitsInput.training, steps: 5 };
    expect(probeOf(fakeRun('short', { ...digitsInput, training }, 'finished')).training?.steps).toBe(5);
  });

  test('that waits or trains will tell, one that failed will not', () => {
    const run = fakeRun('many', ofThree, 'finished');
    const of = (status: 'queued' | 'running' | 'failed' | 'finished') =>
      mayBecomeReference(run, fakeRun('probe', probeOf(run), status));
    expect([of('queued'), of('running'), of('failed'), of('finished')]).toEqual([true, true, false, false]);
  });

  test('is no training of all epochs, which does not end in a moment', () => {
    const run = fakeRun('many', ofThree, 'finished');
    expect(mayBecomeReference(run, fakeRun('one', onOne, 'running'))).toBe(false);
    expect(mayBeReference(run, fakeRun('one', onOne, 'finished'))).toBe(true);
  });
});

describe('how much quicker several devices are', () => {
  const worker = (stepMs: number | undefined) => ({
    ...{ device: 'cpu:0', stepMs, parts: [], exchangeShare: undefined, memoryMB: undefined },
  });

  test('is told by the slowest, for which the others wait: 51 ms on one, 30 ms on two', () => {
    expect(timesOne([worker(28), worker(30)], 51)).toBe(1.7);
    expect(speedText(2, 1.7)).toBe('2 devices: 1.7× one');
    expect(speedText(2, 1.02)).toBe('2 devices: 1.0× one');
    expect(speedText(16, 12.4)).toBe('16 devices: 12× one');
  });

  test('is not told before all have measured, and never without a reference', () => {
    expect(timesOne([worker(28), worker(undefined)], 51)).toBeUndefined();
    expect(timesOne([worker(28), worker(30)], undefined)).toBeUndefined();
    expect(speedText(2, undefined)).toBe('2 devices against one: not measured');
  });

  test('one CPU slot that is alone has the cores that several divide among them, unless its threads are set', () => {
    expect(hadAllCores(fakeRun('one', onOne, 'finished'))).toBe(true);
    const parallel = { ...onOne.parallel, threadsPerDevice: 1 };
    expect(hadAllCores(fakeRun('one', { ...onOne, parallel }, 'finished'))).toBe(false);
  });
});
