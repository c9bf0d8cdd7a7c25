import { expect, test } from 'vitest';
import { evaluationDraws } from '../../../src-shared/assessment/evaluation-draws';
import { scoredSamples } from '../../../src-shared/experiment/evaluation-samples';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const experimentOf = (inference: object) =>
  experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    inference,
    training: { samples: 4 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

test('an evaluation of a posterior that is drawn from has other draws than the run’s own scores, however many', () => {
  const said = 'other draws than those of the run’s own scores, which differ a little';
  expect(evaluationDraws(experimentOf({ method: 'variational' }), 64)).toBe(said);
  expect(evaluationDraws(experimentOf({ method: 'variational' }), 8)).toBe(said);
});

test('an evaluation of networks that are there has those of the run’s own scores, or some of them', () => {
  const ensemble = experimentOf({ method: 'deep-ensemble' });
  expect(evaluationDraws(ensemble, 4)).toBe('the networks of the run’s own scores');
  expect(evaluationDraws(ensemble, 2)).toBe('some of the networks of the run’s own scores, which are of 4');
});

test.each([
  [{ method: 'hmc', draws: 100 }, 400],
  [{ method: 'sg-mcmc', draws: 16 }, 64],
  [{ method: 'multi-swag', draws: 20 }, 80],
])('of chains and Gaussians all draws that were kept are scored: %j', (inference, all) => {
  const experiment = experimentOf(inference);
  expect(scoredSamples(experiment)).toBe(all);
  expect(evaluationDraws(experiment, all)).toBe('the networks of the run’s own scores');
  expect(evaluationDraws(experiment, 4)).toBe(
    `networks of the run’s own scores, which are of at most ${all}`,
  );
});
