import { expect, test } from 'vitest';
import { refusedFormats } from '../../../src-main/export/refused-formats';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { digitsInput, fakeRun } from '../../renderer/fake-runs';

const refused = (changes: Partial<ExperimentInput>) =>
  refusedFormats(fakeRun('mine', { ...digitsInput, ...changes }, 'finished'));

test('a run of the reference implementation’s own network and data is refused nothing', () => {
  const vit = { kind: 'vit', patchSize: 4, depth: 6, heads: 3, width: 192, mlpWidth: 768 } as const;
  expect(refused({ data: { dataset: 'cifar-10' }, model: vit })).toEqual({});
});

test('what a format has no form for is told before it is chosen, in the sentence that its export would be refused with', () => {
  const table = refused({ data: { dataset: 'table', path: '/rows.csv', target: 'y' } });
  expect(Object.keys(table).sort()).toEqual(['sampling-parallelism', 'torch-blue']);
  expect(table['torch-blue']).toContain('does not predict for pictures');
  const points = refused({ inference: { method: 'sg-mcmc' } });
  expect(points.cluster).toContain('inference.method: torch_blue trains variational posteriors, not sg-mcmc');
});
