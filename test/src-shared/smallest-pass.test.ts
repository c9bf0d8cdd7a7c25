import { expect, test } from 'vitest';
import { fewestInPass } from '../../src-shared/devices/workload';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { checkExperiment } from '../../src-shared/experiment/problems';
import { planSteps } from '../../src-workers/parallel/step-plan';

function experiment(samples: number, workers: number, samplesPerPass: number) {
  const devices = Array.from({ length: workers }, (_, index) => `cpu:${index}`);
  return {
    data: { dataset: 'concrete' },
    model: { kind: 'mlp' },
    inference: { objective: 'pooled', reduction: 'averaged', noise: { kind: 'samples' } },
    training: { samples, samplesPerPass },
    parallel: { mode: 'sp', devices },
  };
}

const combinations = Array.from({ length: 24 }, (_, index) => index + 1).flatMap((samples) =>
  Array.from({ length: Math.min(samples, 8) }, (_, index) => index + 1).flatMap((workers) =>
    Array.from({ length: samples }, (_, index) => ({ samples, workers, samplesPerPass: index + 1 })),
  ),
);

/** Samples of every pass that the plan has, over all workers. */
function planned(samples: number, workers: number, samplesPerPass: number): readonly number[] {
  const asked = experimentSchema.parse(experiment(samples, workers, samplesPerPass));
  return Array.from({ length: workers }, (_, rank) => planSteps(asked, rank, workers, 100)).flatMap(
    ({ passes }) => passes.map((pass) => pass.samples),
  );
}

test('5 samples on 2 devices, 2 a pass, are passes of 2, 1 and 2: the larger share has the smaller pass', () => {
  expect(planned(5, 2, 2)).toEqual([2, 1, 2]);
  expect(fewestInPass(5, 2, 2)).toBe(1);
});

test('the smallest pass that is checked is the smallest that is planned, up to 24 samples and 8 devices', () => {
  const wrong = combinations.filter(
    ({ samples, workers, samplesPerPass }) =>
      fewestInPass(samples, workers, samplesPerPass) !==
      Math.min(...planned(samples, workers, samplesPerPass)),
  );
  expect(combinations.length).toBeGreaterThan(2000);
  expect(wrong).toEqual([]);
});

test('the spread of a single sample is refused wherever a pass would have no other', () => {
  const wrong = combinations.filter(({ samples, workers, samplesPerPass }) => {
    const isRefused = !checkExperiment(experiment(samples, workers, samplesPerPass)).ok;
    return isRefused !== planned(samples, workers, samplesPerPass).includes(1);
  });
  expect(wrong).toEqual([]);
});
