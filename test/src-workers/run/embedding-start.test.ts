import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { checkExperiment } from '../../../src-shared/experiment/problems';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { trainWithWorkers } from './worker-group';

function experimentOf(path: string, settings: Partial<ExperimentInput> = {}): ExperimentInput {
  return {
    data: { dataset: 'table', path, target: 'y', embedAbove: 2, testFraction: 0, validationFraction: 0 },
    model: { kind: 'mlp', hidden: [] },
    inference: { method: 'point-estimate' },
    training: { samples: 1, batchSize: 32, steps: 3 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
    ...settings,
  };
}

test('trained embeddings are for the texts that they were trained on, and begin afresh for others', async () => {
  const script = await buildWorker();
  const folder = temporaryFolder();
  const train = (name: string, texts: readonly string[], start?: ExperimentInput['start']) => {
    const path = join(folder, name);
    const rows = Array.from({ length: 24 }, (_, row) => `${texts[row % texts.length]},${row % 5}`);
    writeFileSync(path, `site,y\n${rows.join('\n')}\n`);
    const experiment = experimentOf(path, start ? { start } : {});
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
  };
  const first = await train('first.csv', ['a', 'b', 'c']);
  const file = join(first.folder, 'posterior.safetensors');
  await train('same.csv', ['c', 'a', 'b'], { file });
  await expect(train('other.csv', ['a', 'c', 'd'], { file })).rejects.toThrow(
    /start\.file: embeddings\.0 of .* was trained on other texts \(3 of column site: a, b, c\) than these data have \(3 of column site: a, c, d\)/,
  );
  await train('other.csv', ['a', 'c', 'd'], { file, fresh: ['embeddings.0'] });
});

test('trained embeddings are of their own column, whatever texts another has', async () => {
  const script = await buildWorker();
  const folder = temporaryFolder();
  const train = (header: string, start?: ExperimentInput['start']) => {
    const path = join(folder, `${header}.csv`);
    const texts = ['a', 'b', 'c'];
    const rows = Array.from({ length: 24 }, (_, row) =>
      [texts[row % 3], texts[Math.floor(row / 3) % 3], row % 5].join(','),
    );
    writeFileSync(path, `${header}\n${rows.join('\n')}\n`);
    const experiment = experimentOf(path, start ? { start } : {});
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
  };
  const first = await train('from,to,y');
  const file = join(first.folder, 'posterior.safetensors');
  await expect(train('to,from,y', { file })).rejects.toThrow(
    /start\.file: embeddings\.0 of .* was trained on column from, and would be taken for to, which is embeddings\.1 there; put the columns in that order/,
  );
  await train('to,from,y', { file, fresh: ['embeddings.0', 'embeddings.1'] });
  const renamed = await train('from,goal,y', { file });
  expect(renamed.messages).toContainEqual(
    expect.objectContaining({
      type: 'log',
      text: expect.stringMatching(/embeddings\.1 of .* was trained on column to and is taken for goal/),
    }),
  );
});

test.each([
  { inference: { bayesianLayers: ['embeddings.1'] } },
  { inference: { pointEstimateLayers: ['embeddings'] } },
  { training: { frozen: ['embeddings.*'] } },
])('embeddings are named as layers: %j', (settings) => {
  const checked = checkExperiment(experimentOf('a.csv', { inference: {}, training: {}, ...settings }));
  expect(checked.ok ? [] : checked.problems).toEqual([]);
});

test('what no training row teaches of a text has the prior as its posterior, where a Gaussian is of each weight', async () => {
  const script = await buildWorker();
  const folder = temporaryFolder();
  const train = (texts: readonly string[]) => {
    const path = join(folder, `${texts.length}.csv`);
    const rows = Array.from({ length: 24 }, (_, row) => `${texts[row % texts.length]},${row % 3}`);
    writeFileSync(path, `site,y\n${rows.join('\n')}\n`);
    const experiment = experimentOf(path, {
      data: { ...experimentOf(path).data, embeddingSize: 2, missing: 'mask' } as ExperimentInput['data'],
      inference: { prior: { kind: 'gaussian', std: 0.7 }, klWarmup: 0 },
      training: { samples: 4, batchSize: 32, steps: 40 },
    });
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
  };
  const { posterior } = await train(['a', 'b', 'c']);
  const [means, logStds] = ['mean', 'log_std'].map((part) => [
    ...(posterior.get(`embeddings.0.weight.${part}`) ?? []),
  ]);
  // The first row is of any other text, the others of a, b and c.
  expect(means).toHaveLength(8);
  expect(means.slice(0, 2)).toEqual([expect.closeTo(0, 2), expect.closeTo(0, 2)]);
  for (const logStd of logStds.slice(0, 2)) expect(Math.exp(logStd)).toBeCloseTo(0.7, 1);
  for (const logStd of logStds.slice(2)) expect(Math.exp(logStd)).toBeLessThan(0.5);
  // Empty cells in training rows are any other text: learned as others are.
  const learned = (await train(['a', 'b', 'c', ''])).posterior.get('embeddings.0.weight.log_std') ?? [];
  expect(learned).toHaveLength(8);
  for (const logStd of learned) expect(Math.exp(logStd)).toBeLessThan(0.5);
});
