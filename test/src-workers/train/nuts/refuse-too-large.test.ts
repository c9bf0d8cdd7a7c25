import { expect, test } from 'vitest';
import type { Hmc } from '../../../../src-shared/experiment/methods/hmc';
import { leastHours, refuseTooLarge } from '../../../../src-workers/train/nuts/refuse-too-large';

const settings: Hmc = { method: 'hmc', warmUp: 300, draws: 100, targetAcceptance: 0.8, maxDepth: 8 };

test('hours grow with weights, items, chains and iterations', () => {
  // 400 iterations of 128 gradients, 3e9 products each, at 5e9 a second.
  expect(leastHours(settings, { weights: 1e5, items: 1e4, chains: 1 })).toBeCloseTo((51200 * 0.6) / 3600, 9);
});

test('a network on 54000 pictures is refused with what it would take, and a table of 836 rows is not', () => {
  expect(() => refuseTooLarge(settings, { weights: 79510, items: 54000, chains: 4 })).toThrow(
    'hmc would take about 147 hours, since each gradient goes through all 54000 items with 79510 weights for 4 chains on a device; use sg-mcmc',
  );
  expect(() => refuseTooLarge(settings, { weights: 501, items: 836, chains: 8 })).not.toThrow();
});
