import { z } from 'zod';
import type { NetworkChoice } from './network-choice';
import { activation, activationField, count, dropout, hiddenField } from './shared-settings';
import { denseStackSites, denseStackWeights } from './tensors/dense-stack';
import { sizeOf } from './tensors/weight-tensor';

const settings = z.strictObject({
  kind: z.literal('mlp'),
  hidden: z.array(count).max(20).default([64, 128]),
  activation,
  dropout,
});

/** A multilayer perceptron on flattened items, of whatever shape. */
export const mlp: NetworkChoice<typeof settings> = {
  settings,
  title: 'Multilayer perceptron',
  help: 'Dense layers, for any data.',
  fields: { activation: activationField, hidden: hiddenField },
  fits: ['images', 'arrays', 'table', 'time-series', 'field'],
  firstFor: ['images', 'arrays', 'table', 'time-series'],
  misfit: 'mlp needs items of numbers, which these data do not hold.',
  takes: () => true,
  problems: () => [],
  sizeProblems: () => [],
  smallest: () => ({ inputShape: [1], outputShape: [1] }),
  weights: ({ hidden }, { inputShape, outputShape }) =>
    denseStackWeights(sizeOf(inputShape), hidden, sizeOf(outputShape)),
  dropoutSites: ({ hidden }) => denseStackSites(hidden),
  describe: ({ hidden }) => (hidden.length > 0 ? `MLP ${hidden.join('-')}` : 'MLP without hidden layers'),
};
