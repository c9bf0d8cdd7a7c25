import { expect, it } from 'vitest';
import type { Line } from '../../../../src-renderer/charts/line/chart';
import { keyText, lineKeys } from '../../../../src-renderer/charts/line/line-keys';

function line(key: string, values: readonly number[], group?: string): Line {
  const points = values.map((y, x) => ({ x, y }));
  const drawn = { points, within: points.length, withoutPlace: 0, notFinite: 0, last: values.at(-1) };
  return { key, label: key, look: 3, ...drawn, ...(group === undefined ? {} : { group }) };
}

it('lines of a group stand in the legend as their group, with mean and standard deviation at the cursor and at the end', () => {
  const [small, alone, ...others] = lineKeys([
    line('seed 1', [1, 0.8], 'small'),
    line('large', [0.5, 0.4]),
    line('seed 2', [2, 0.9], 'small'),
  ]);
  expect([small?.label, alone?.label, others.length]).toEqual(['small (2 runs)', 'large', 0]);
  // (0.8 + 0.9) / 2, and |0.9 - 0.8| / sqrt 2.
  expect(small?.valueAt()?.value).toBeCloseTo(0.85);
  expect(small?.valueAt()?.std).toBeCloseTo(0.1 * Math.SQRT1_2);
  expect(small?.valueAt(0)?.value).toBeCloseTo(1.5);
  expect(alone?.valueAt(0.1)).toEqual({ value: 0.5 });
});

it('a line of means has the deviation of the point that is told, though others have the same mean', () => {
  const spread = [
    { x: 0, low: 5, mean: 5, high: 5 },
    { x: 1, low: 3, mean: 5, high: 7 },
  ];
  const [means] = lineKeys([{ ...line('epochs', [5, 5]), spread }]);
  expect(means?.valueAt(0)).toEqual({ value: 5 });
  expect(means?.valueAt(1)).toEqual({ value: 5, std: 2 });
  expect(means?.valueAt()).toEqual({ value: 5, std: 2 });
});

it('a group of one run has no deviation, and one without a point no value', () => {
  const [one, none] = lineKeys([line('a', [0.4], 'one'), line('b', [], 'none')]);
  expect(one?.label).toBe('one (1 run)');
  expect(one?.valueAt()).toEqual({ value: 0.4 });
  expect(none?.valueAt()).toBeUndefined();
});

it('values are written as their metric is, with the deviation in its digits', () => {
  expect(keyText('validation.accuracy', '', { value: 0.972, std: 0.0119 })).toBe('97.2 ± 1.2\u00a0%');
  expect(keyText('validation.nll', 'nats', { value: 0.8512, std: 0.0707 })).toBe('0.851 ± 0.071 nats');
  expect(keyText('validation.nll', 'nats', { value: 0.8512 })).toBe('0.8512 nats');
});
