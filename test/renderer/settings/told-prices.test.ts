import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { trainingFields } from '../../../src-renderer/settings/training-fields';

test('what the same bits on GPUs cost is told where they are chosen, in the form as in the reference of experiments', () => {
  expect(trainingFields.deterministic.help).toMatch(/^Slower: .* kernels .* add round a ring\.$/);
  const reference = readFileSync('docs/experiment.md', 'utf8').split('\n');
  const row = reference.find((line) => line.startsWith('| `deterministic` |'));
  expect(row).toMatch(/slower: convolutions' kernels are fewer, and NCCL adds round a ring alone/);
});
