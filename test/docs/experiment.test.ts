import { expect, test } from 'vitest';
import { experimentReference } from './experiment-reference';

test('docs/experiment.md is what the schema says (`npx vitest run test/docs -u` writes it anew)', async () => {
  await expect(experimentReference()).toMatchFileSnapshot('../../docs/experiment.md');
});
