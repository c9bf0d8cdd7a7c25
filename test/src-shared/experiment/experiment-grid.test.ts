import { expect, test } from 'vitest';
import { gridExperiments } from '../../../src-shared/experiment/experiment-grid';

const base = { name: 'Sweep', training: { samples: 8, epochs: 3 }, seed: 0 };

test('a grid is every combination, the last axis changing fastest, the rest as it was', () => {
  const experiments = gridExperiments(base, [
    { path: 'training.samples', values: [4, 8] },
    { path: 'seed', values: [0, 1] },
  ]);
  expect(experiments).toEqual([
    { name: 'Sweep', training: { samples: 4, epochs: 3 }, seed: 0 },
    { name: 'Sweep', training: { samples: 4, epochs: 3 }, seed: 1 },
    { name: 'Sweep', training: { samples: 8, epochs: 3 }, seed: 0 },
    { name: 'Sweep', training: { samples: 8, epochs: 3 }, seed: 1 },
  ]);
});

test('a setting that is not there yet is added, one that has parts is replaced whole', () => {
  const [one] = gridExperiments(base, [
    { path: 'inference.prior', values: [{ kind: 'uniform' }] },
    { path: 'training', values: [{ samples: 2 }] },
  ]);
  expect(one).toEqual({ ...base, inference: { prior: { kind: 'uniform' } }, training: { samples: 2 } });
});

test('without axes it is the base, with an axis without values nothing', () => {
  expect(gridExperiments(base, [])).toEqual([base]);
  expect(gridExperiments(base, [{ path: 'seed', values: [] }])).toEqual([]);
});

test('more runs than can be started at once are refused before they are made', () => {
  const values = Array.from({ length: 1000 }, (_, index) => index);
  const axes = Array.from({ length: 4 }, () => ({ path: 'seed', values }));
  expect(() => gridExperiments(base, axes)).toThrow('This grid has 1000000000000 runs; at most 500 can be');
});
