import { expect, test } from 'vitest';
import { evaluationDraws } from '../../../src-shared/assessment/evaluation-draws';
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
