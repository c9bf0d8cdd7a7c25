import { expect, test } from 'vitest';
import { meaningOf, scoresByTarget } from '../../src-shared/metrics';

test('a score of one target among several says whose it is, whatever the target is called', () => {
  expect(meaningOf('test.rmse.price')).toEqual({
    label: 'Root mean squared error of price (test)',
    unit: 'unit of the target',
    better: 'lower',
  });
  expect(meaningOf('validation.nll.a.b').label).toBe('Negative log-likelihood of a.b (validation)');
  expect(meaningOf('test.crps.nll').label).toBe('Continuous ranked probability score of nll (test)');
  expect(meaningOf('worker.0.stepMs').label).toBe('Step time, worker 0');
  expect(meaningOf('test.ece').label).toBe('Calibration error (test)');
});

test('test scores of several targets stand together, those of all of them apart', () => {
  const { scores, targets } = scoresByTarget({
    'test.nll': 3,
    'test.nll.kind': 1,
    'test.rmse.price': 2,
    'test.accuracy.kind': 0.5,
    'validation.nll.kind': 9,
    'worker.0.stepMs': 4,
    'test.nll.price': null,
  });
  expect(scores.map(({ name }) => name)).toEqual(['accuracy', 'nll', 'rmse']);
  expect(targets).toEqual([
    { name: 'kind', values: { nll: 1, accuracy: 0.5 } },
    { name: 'price', values: { rmse: 2, nll: Number.NaN } },
  ]);
});
