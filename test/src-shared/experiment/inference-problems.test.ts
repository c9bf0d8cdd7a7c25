import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../../../src-shared/experiment/problems';

const ensemble = {
  model: { kind: 'mlp' },
  inference: { method: 'deep-ensemble' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

it('refuses noise learned by a deep ensemble of regressions, which share no parameter', () => {
  const checked = checkExperiment({ ...ensemble, data: { dataset: 'concrete' } });
  expect(checked.ok ? [] : checked.problems).toEqual([
    { path: 'inference.noise.kind', message: expect.stringContaining('use fixed or samples') },
  ]);
});

it('takes fixed noise, and asks nothing of an ensemble that names classes', () => {
  const inference = { method: 'deep-ensemble', noise: { kind: 'fixed', std: 0.3 } };
  expect(checkExperiment({ ...ensemble, inference, data: { dataset: 'concrete' } }).ok).toBe(true);
  expect(checkExperiment({ ...ensemble, data: { dataset: 'digits' } }).ok).toBe(true);
});

describe('noise read off the samples', () => {
  const noisy = (inference: object, samples: number, samplesPerPass?: number) => {
    const checked = checkExperiment({
      data: { dataset: 'concrete' },
      model: { kind: 'mlp' },
      inference: { noise: { kind: 'samples' }, ...inference },
      training: { samples, ...(samplesPerPass === undefined ? {} : { samplesPerPass }) },
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };
  const averaged = { objective: 'pooled', reduction: 'averaged' };

  it('needs pooled samples', () => {
    expect(noisy({ objective: 'elbo' }, 8)).toEqual(['inference.noise.kind']);
    expect(noisy({ objective: 'pooled', reduction: 'exact' }, 2)).toEqual([]);
  });

  it('needs two samples of every device and pass where each takes its own spread', () => {
    expect(noisy(averaged, 4)).toEqual([]);
    expect(noisy(averaged, 3)).toEqual(['inference.reduction']);
    expect(noisy(averaged, 8, 2)).toEqual([]);
    // Three of a device in two passes are two and one.
    expect(noisy(averaged, 6, 2)).toEqual(['inference.reduction']);
  });
});
