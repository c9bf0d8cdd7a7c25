import { expect, test } from 'vitest';
import { meaningOf } from '../../src-shared/metrics';

test('a score of one target among several says whose it is, whatever the target is called', () => {
  expect(meaningOf('test.rmse.price')).toEqual({
    label: 'Root mean squared error of price (test)',
    unit: 'unit of the target',
    better: 'lower',
  });
  expect(meaningOf('validation.nll.a.b').label).toBe('Negative log-likelihood of a.b (validation)');
  expect(meaningOf('test.crps.nll').label).toBe('Continuous ranked probability score of nll (test)');
  expect(meaningOf('worker.0.stepMs').label).toBe('Step time, worker 0');
  expect(meaningOf('test.ece').label).toBe('Expected calibration error (test)');
});
