import { expect, test } from 'vitest';
import { MetricNames } from '../../../src-main/run-import/metric-names';

test('metrics of a folder have its name in front, those of the place itself none', () => {
  const names = new MetricNames('/logs');
  expect(names.of('train', 'epoch_loss')).toBe('train.epoch_loss');
  expect(names.of('validation', 'epoch_loss')).toBe('validation.epoch_loss');
  expect(names.of('train', 'epoch_loss')).toBe('train.epoch_loss');
  expect(names.of('', 'epoch_loss')).toBe('epoch_loss');
});

test('two metrics that would share a name are refused, not mixed', () => {
  const names = new MetricNames('/logs');
  names.of('', 'train.loss');
  expect(() => names.of('train', 'loss')).toThrow(
    '/logs holds train.loss twice: in its own files and in its folder train; import one of them.',
  );
});
