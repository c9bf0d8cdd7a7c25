import { describe, expect, test } from 'vitest';
import { diagnosis } from '../../../src-shared/assessment/diagnosis';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const experiment = (heat = 1) =>
  experimentSchema.parse({
    data: { dataset: 'concrete' },
    model: { kind: 'mlp' },
    inference: { heat },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

const good = { 'posterior.spreadGrowth': 20, 'posterior.atPrior': 0.6, 'test.differentSamples': 1.2 };

describe('of a finished run', () => {
  test('nothing is said where the posterior left its start and its samples differ', () => {
    expect(diagnosis(good, experiment())).toEqual([]);
  });

  test('a point estimate in effect is called one, with what would help', () => {
    const [note] = diagnosis(
      { ...good, 'posterior.spreadGrowth': 1.09, 'test.differentSamples': 1.0004 },
      experiment(),
    );
    expect(note).toMatch(
      /^A point estimate in effect: standard deviations are 1.09 times .* 1 different ones/,
    );
    expect(note).toContain('training.leastSteps');
  });

  test('deviations that stand at their start are told though samples differ', () => {
    expect(diagnosis({ ...good, 'posterior.spreadGrowth': 1.2 }, experiment())[0]).toMatch(
      /^Not converged: /,
    );
  });

  test('deviations that began where another run had learned them may stay there', () => {
    const further = { ...experiment(), start: { run: 'concrete-1a2b' } };
    const stood = { ...good, 'posterior.spreadGrowth': 1.02 };
    expect(diagnosis(stood, further)).toEqual([]);
    expect(diagnosis({ ...stood, 'test.differentSamples': 1.001 }, further)[0]).toMatch(/^A point estimate/);
  });

  test('factors that begin at their prior may stay there', () => {
    const stood = { 'posterior.spreadGrowth': 1.02, 'test.differentSamples': 1.2 };
    const of = experiment();
    const factors = experimentSchema.parse({ ...of, inference: { method: 'rank-1' } });
    expect(diagnosis(stood, factors)).toEqual([]);
    expect(diagnosis({ ...stood, 'test.differentSamples': 1.001 }, factors)[0]).toMatch(/^A point estimate/);
  });

  test('networks that stand at no minimum are told where a Gaussian was put around them, by how far the loss could fall', () => {
    expect(diagnosis({ 'posterior.stillToFall': 0.35 }, experiment())).toEqual([]);
    expect(diagnosis({ 'posterior.stillToFall': 0.7213 }, experiment())[0]).toMatch(
      /^Not converged: by Newton’s decrement the loss of the networks could still fall by 0.721 nats an item/,
    );
  });

  test('an ELBO that still rises is told where the rise is more than its noise', () => {
    const rising = { ...good, 'posterior.elboRise': 0.2, 'posterior.elboRiseError': 0.01 };
    expect(diagnosis(rising, experiment())).toEqual([
      'Still moving: over the last quarter of the steps the ELBO rose by 0.2 ± 0.01 nats an item. More steps (training.leastSteps) lead further.',
    ]);
    expect(diagnosis({ ...rising, 'posterior.elboRiseError': 0.1 }, experiment())).toEqual([]);
    // What 1500 and 5000 steps of a cosine schedule end with on concrete.
    expect(
      diagnosis({ ...rising, 'posterior.elboRise': 0.03, 'posterior.elboRiseError': 0.004 }, experiment()),
    ).toEqual([]);
  });

  test('gradients whose noise is that of few weight samples are told', () => {
    expect(diagnosis({ ...good, 'posterior.sampleNoise': 0.88 }, experiment())).toEqual([]);
    expect(diagnosis({ ...good, 'posterior.sampleNoise': 0.95 }, experiment())[0]).toMatch(
      /^Few weight samples: they make 95 % of the gradient’s noise/,
    );
  });

  test('a posterior that is the prior is told', () => {
    expect(diagnosis({ ...good, 'posterior.atPrior': 0.98 }, experiment())[0]).toMatch(
      /^Collapsed to the prior: the posterior of 98 % of the weights/,
    );
    // What a prior of 1/sqrt(3 fan-in) makes of the digits, whose accuracy falls to 0.80 with it.
    expect(diagnosis({ ...good, 'posterior.atPrior': 0.933 }, experiment())).toHaveLength(1);
  });

  test('tempering is said beside the scores', () => {
    expect(diagnosis(good, experiment(0.1))).toEqual([
      'Tempered: heat 0.1 weighs the prior at 0.1 times what Bayes’ rule does.',
    ]);
  });

  test('a method without deviations has nothing to be told of them', () => {
    expect(diagnosis({ 'test.accuracy': 0.9 }, experiment())).toEqual([]);
  });
});
