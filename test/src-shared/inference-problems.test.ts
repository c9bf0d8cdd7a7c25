import { expect, it } from 'vitest';
import { checkExperiment } from '../../src-shared/problems';

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
