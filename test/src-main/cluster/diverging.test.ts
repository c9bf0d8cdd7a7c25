import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appFolders } from '../../../src-files/app-folders';
import { hasDiverged } from '../../../src-shared/assessment/divergence';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { projectOf, trainProject } from '../../parity/cluster-project';
import { temporaryFolder } from '../../temporary-folder';

const python = join(appFolders().cache, 'parity', 'bin', 'python');
const why = existsSync(python)
  ? ''
  : ' (there is no Python with PyTorch and torch_blue; `npm run parity` installs it)';

/** The end of what a project logs whose training cannot stay finite. */
async function endOfDiverging() {
  const experiment = experimentSchema.parse({
    name: 'Diverging',
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [8] },
    training: {
      samples: 2,
      batchSize: 64,
      epochs: 3,
      leastSteps: 0,
      optimizer: { kind: 'sgd', learningRate: 1e30 },
    },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const project = await projectOf(temporaryFolder(), experiment, 'project');
  await expect(trainProject(python, project, { processes: 2, seed: 1 })).rejects.toThrow(
    'Training diverged: ',
  );
  const records = JSON.parse(readFileSync(join(project, 'out-2-1', 'run.json'), 'utf8'));
  return records.at(-1);
}

test.skipIf(why !== '')(
  `a project whose numbers are no longer finite is told as diverged, in the words of a run of this machine${why}`,
  async () => {
    const end = await endOfDiverging();
    expect(end.reason).toMatch(
      /^Training diverged: the (negative log-likelihood|KL divergence) was no longer a finite number at step \d+, and layers\.0\.weight\.mean is the first tensor with such numbers\. A smaller training\.optimizer\.learningRate usually helps\.$/,
    );
    expect(hasDiverged(end)).toBe(true);
    expect(end.metrics['train.loss']).toEqual(expect.any(Number));
  },
  400_000,
);
