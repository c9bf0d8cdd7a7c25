import { z } from 'zod';
import type { Experiment } from '../experiment';
import type { Problem } from '../problem';
import type { NoiseChoice } from './noise-choice';

/** The network gives a quantile of each value at each level, by the pinball loss. */
const settings = z.strictObject({
  kind: z.literal('quantiles'),
  /** Rising shares of the values that lie below each quantile, 0.5 among them. */
  levels: z.array(z.number().gt(0).lt(1)).min(2).max(99).default([0.05, 0.25, 0.5, 0.75, 0.95]),
  /** Of the asymmetric Laplace distribution around each quantile, in units of the standardised targets: the pinball loss counts by one over it. */
  scale: z.number().positive().default(0.1),
});

export const quantiles: NoiseChoice<typeof settings> = {
  settings,
  title: 'Quantiles (pinball loss)',
  help: 'Of no shape: the network gives a quantile of each value at each level.',
  fields: {
    levels: {
      label: 'Levels of the quantiles',
      kind: 'number-list',
      help: 'Rising, between 0 and 1, with 0.5 among them.',
    },
    scale: {
      label: 'Scale of the pinball loss',
      kind: 'number',
      help: 'In units of the standardised targets: a smaller one makes the data count more than the prior.',
    },
  },
  outputsPerValue: ({ levels }) => levels.length,
  lossNote:
    'The pinball loss as a likelihood, of standardised values: not to be held against the validation’s, which is of the distribution between the quantiles.',
  problems,
  missingInClusterProject: 'quantiles',
};

function problems({ inference: { noise } }: Experiment): readonly Problem[] {
  if (noise.kind !== 'quantiles') return [];
  const { levels } = noise;
  const path = 'inference.noise.levels';
  if (levels.some((level, at) => at > 0 && level <= levels[at - 1]))
    return [{ path, message: `Levels rise from one to the next; ${levels.join(', ')} do not.` }];
  if (levels.includes(0.5)) return [];
  const message = `The median, 0.5, has to be among the levels, as what is predicted; ${levels.join(', ')} are without.`;
  return [{ path, message }];
}
