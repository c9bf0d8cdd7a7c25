import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment';
import { openRunData } from '../../src-workers/data/run-data';
import { ClassificationEvaluation } from '../../src-workers/evaluate/classification-evaluation';
import type { Evaluation } from '../../src-workers/evaluate/evaluation';
import { noiseStdOf } from '../../src-workers/evaluate/noise-std';
import { RegressionEvaluation } from '../../src-workers/evaluate/regression-evaluation';
import { Sampler } from '../../src-workers/posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../../src-workers/posterior/trained-posterior';
import { type ClusterCase, clusterCases } from './cluster-cases';
import { importedRun, projectOf, trainProject } from './cluster-project';

const python = process.env.PARASAMPLE_PARITY_PYTHON ?? '';
const home = mkdtempSync(join(tmpdir(), 'parasample-cluster-'));
const cases = clusterCases(join(home, 'files'));

let store: Store;
beforeAll(() => {
  store = openStore(home);
});
afterAll(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

/** With hardly any spread all draws are alike, so that scores can be held against each other number by number. */
function withoutSpread({ experiment }: ClusterCase) {
  const { inference, training } = experiment;
  return experimentSchema.parse({
    ...experiment,
    inference: { ...inference, posteriorStd: 1e-6, heat: 0 },
    training: { ...training, steps: 12 },
  });
}

async function scoresHere(posterior: TrainedPosterior, location: string) {
  const data = await openRunData(posterior.metadata.experiment, location);
  const sampler = new Sampler(posterior, { kind: 'javascript' });
  const evaluation = evaluationOf(posterior, data.test.length);
  const reader = data.evaluationReader(sampler.items);
  for (let first = 0; first < data.test.length; first += sampler.items) {
    const items = data.test.subarray(first, first + sampler.items);
    const { inputs } = reader.read(items, 0);
    const size = inputs.length / sampler.items;
    const outputs = sampler.predict(inputs.slice(0, items.length * size), items.length);
    evaluation.add(outputs, sampler.samples, data.targetsOf(items));
  }
  sampler.dispose();
  data.close();
  return evaluation.scores();
}

function evaluationOf({ metadata, experiment, layout, flat }: TrainedPosterior, items: number): Evaluation {
  const { task } = metadata;
  if (task.kind === 'classification') return new ClassificationEvaluation(items, task.classNames.length);
  const noiseStd = noiseStdOf(experiment.inference, layout, flat);
  return new RegressionEvaluation({ ...task, noiseStd });
}

describe('what a project trained for a cluster', { timeout: 600_000 }, () => {
  test.each(cases)('predicts the same here: $name', async (each) => {
    const project = await projectOf(home, withoutSpread(each), each.name.replaceAll(' ', '-'));
    const out = await trainProject(python, project, { processes: 2, seed: 5 });
    const { runId, metrics } = await importedRun(home, store, out);
    const posterior = await openPosterior(join(home, 'runs', runId, 'posterior.safetensors'));
    const here = await scoresHere(posterior, each.location);
    for (const [name, value] of Object.entries(here))
      expect(Math.abs(metrics[`test.${name}`] - value), name).toBeLessThan(
        2e-3 * Math.max(1, Math.abs(value)),
      );
    expect(
      Object.keys(here)
        .map((name) => `test.${name}`)
        .sort(),
    ).toEqual(
      Object.keys(metrics)
        .filter((name) => name.startsWith('test.'))
        .sort(),
    );
  });
});
