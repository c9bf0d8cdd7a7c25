import { describe, expect, it } from 'vitest';
import { relatedRun, scaledTime, usualTime } from '../../../src-main/estimates/usual-time';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { noAnnotations } from '../../../src-shared/runs/annotations';
import type { RunSummary } from '../../../src-shared/runs/runs';

const demo: ExperimentInput = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  training: { epochs: 10, leastSteps: 0 },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

function finished(
  seconds: number,
  input: ExperimentInput = demo,
  more: Partial<RunSummary> = {},
): RunSummary {
  const experiment = experimentSchema.parse(input);
  const times = { started: 0, ended: seconds * 1000 };
  return {
    ...{ id: 'a', status: 'finished', reason: '', experiment, created: 0, engine: '', metrics: {} },
    ...{ annotations: noAnnotations, ...times, ...more },
  };
}

const timeOf = (input: ExperimentInput, runs: readonly RunSummary[]) =>
  usualTime(experimentSchema.parse(input), runs, (path) => path.split('/').at(-1) ?? '');

describe('how long a run takes', () => {
  it('is told from finished runs that differ in name and seed alone, the middle of the last five', () => {
    const others = [
      finished(90, { ...demo, training: { epochs: 10, batchSize: 16, leastSteps: 0 } }),
      finished(90, demo, { status: 'stopped' }),
      finished(90, { ...demo, model: { kind: 'cnn' } }),
    ];
    const alike = [20, 30, 10, 40, 1000, 7000].map((seconds) =>
      finished(seconds, { ...demo, seed: seconds, name: 'x' }),
    );
    // Of 2, 3, 1, 4 and 100 s an epoch the middle is 3.
    expect(timeOf(demo, [...others, ...alike])).toEqual({
      seconds: 30,
      runs: 5,
      isScaled: false,
    });
  });

  it('lies between the two in the middle of an even number', () => {
    expect(timeOf(demo, [finished(20), finished(40)])).toEqual({ seconds: 30, runs: 2, isScaled: false });
  });

  it('does not count a break', () => {
    const gaps = [{ from: 2000, to: 12_000 }];
    expect(timeOf(demo, [finished(20, demo, { gaps })])).toEqual({ seconds: 10, runs: 1, isScaled: false });
  });

  it('is told from runs of the same network wherever its file was', () => {
    const own = (path: string): ExperimentInput => ({ ...demo, model: { kind: 'onnx', path } });
    const runs = [finished(20, own('/home/networks/abc/net.onnx'))];
    expect(timeOf(own('/mine/net.onnx'), runs)).toEqual({ seconds: 20, runs: 1, isScaled: false });
    expect(timeOf(own('/mine/other.onnx'), runs)).toBeUndefined();
  });

  it('is not known where no such run has finished', () => {
    expect(timeOf(demo, [finished(20, demo, { status: 'failed' })])).toBeUndefined();
  });
});

describe('how long a run takes by one that is related', () => {
  const counted = { weights: 5, bayesian: 5, trained: 10, trainItems: 1000, memory: {} };
  const few: ExperimentInput = { ...demo, training: { epochs: 4, batchSize: 100, leastSteps: 0 } };

  it('is told from the nearest that has the same network, data, method and devices, of several the newest', () => {
    const runs = [
      finished(1, { ...demo, data: { dataset: 'digits', validationFraction: 0.3 } }),
      finished(2, { ...demo, inference: { method: 'deep-ensemble' } }),
      finished(3, demo, { status: 'failed' }),
      finished(4, few),
      finished(5, demo),
      finished(6, demo),
    ];
    const wanted = experimentSchema.parse({ ...demo, inference: { bayesianLayers: ['last'] } });
    expect(relatedRun(wanted, runs, (path) => path)).toBe(runs[4]);
    expect(relatedRun(wanted, runs.slice(0, 3), (path) => path)).toBeUndefined();
  });

  it('is what that took besides its steps, and steps that take so much longer as they compute more', () => {
    const experiment = experimentSchema.parse({ ...few, training: { ...few.training, epochs: 8 } });
    const [now, then] = [
      { ...counted, work: 300 },
      { ...counted, work: 100 },
    ];
    const past = { relatedCounted: then, relatedStepMs: 400 };
    // 40 steps of 0.4 s in 20 s leave 4 s; then 80 steps of three times the work.
    expect(scaledTime(experiment, now, finished(20, few), past)).toEqual({
      ...{ seconds: 4 + 80 * 1.2, runs: 1, isScaled: true },
      stepMs: expect.closeTo(1200, 6),
    });
    expect(scaledTime(experiment, then, finished(20, few), past)).toMatchObject({
      seconds: 36,
      isScaled: false,
    });
    expect(scaledTime(experiment, counted, finished(20, few), past)).toBeUndefined();
  });
});
