import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { appFolders } from '../../../src-files/app-folders';
import { openStore } from '../../../src-main/store/store';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { ClassificationEvaluation } from '../../../src-workers/evaluate/classification-evaluation';
import type { Evaluation } from '../../../src-workers/evaluate/evaluation';
import { RegressionEvaluation } from '../../../src-workers/evaluate/regression-evaluation';
import { targetNoise } from '../../../src-workers/evaluate/target-noise';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../../../src-workers/posterior/trained-posterior';
import { networkCases } from '../../parity/cluster-cases';
import { importedRun, projectOf, trainProjects } from '../../parity/cluster-project';

const home = mkdtempSync(join(tmpdir(), 'parasample-torchrun-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** With hardly any spread all draws are alike, so that scores can be held against each other number by number. */
function withoutSpread(experiment: Experiment): Experiment {
  return experimentSchema.parse({
    ...experiment,
    inference: { ...experiment.inference, posteriorStd: 1e-6, heat: 0 },
    training: { ...experiment.training, steps: 3 },
  });
}

/** Scores on the test split of the experiment's data, as a run of the app would have them. */
async function scoresOf(posterior: TrainedPosterior, location: string) {
  const data = await openRunData(posterior.metadata.experiment, location);
  const sampler = new Sampler(posterior, { kind: 'javascript' });
  const evaluation = evaluationOf(posterior, data.test.length);
  const reader = data.evaluationReader(sampler.items);
  for (let first = 0; first < data.test.length; first += sampler.items) {
    const items = data.test.subarray(first, first + sampler.items);
    const { inputs } = reader.read(plainItems(items));
    const known = inputs.slice(0, (inputs.length / sampler.items) * items.length);
    evaluation.add(sampler.predict(known, items.length), sampler.samples, data.targetsOf(items));
  }
  sampler.dispose();
  data.close();
  return evaluation.scores();
}

function evaluationOf(posterior: TrainedPosterior, items: number): Evaluation {
  const { metadata, experiment, layout, flat } = posterior;
  const { task } = metadata;
  if (task.kind === 'classification') return new ClassificationEvaluation(items, task.classNames.length);
  if (task.kind === 'segmentation' || task.kind === 'heads')
    throw new Error('No project trains class maps or several heads.');
  return new RegressionEvaluation({
    ...task,
    noise: targetNoise(experiment.inference, experiment.training.samples, layout, flat, task.targetStd),
  });
}

test('what two gloo processes train under torchrun comes back as runs whose posteriors score the same here', async ({
  skip,
}) => {
  const python = join(appFolders().cache, 'parity', 'bin', 'python');
  if (!existsSync(python))
    return skip('there is no Python with PyTorch and torch_blue; `npm run parity` installs it.');
  const cases = networkCases(home);
  const projects = await Promise.all(
    cases.map(({ name, experiment }) =>
      projectOf(home, withoutSpread(experiment), name.replaceAll(' ', '-')),
    ),
  );
  const outs = await trainProjects(python, projects);
  const store = openStore(home);
  for (const [at, { name, location }] of cases.entries()) {
    const { runId, metrics, hasPosterior } = await importedRun(home, store, outs[at]);
    expect(hasPosterior).toBe(true);
    const posterior = await openPosterior(join(home, 'runs', runId, 'posterior.safetensors'));
    expect(posterior.metadata.runId).toBe(runId);
    const scores = await scoresOf(posterior, location);
    expect(metrics).toMatchObject(
      Object.fromEntries(
        Object.entries(scores).map(([score, value]) => [
          `test.${score}`,
          expect.closeTo(value, 3 - Math.ceil(Math.log10(Math.max(1, Math.abs(value))))),
        ]),
      ),
    );
    expect(Object.keys(scores), name).toHaveLength(
      Object.keys(metrics).filter((metric) => metric.startsWith('test.')).length,
    );
  }
  store.close();
}, 600_000);
