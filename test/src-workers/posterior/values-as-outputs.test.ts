import { expect, test } from 'vitest';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { rawInputs, smallPosteriors, standardised, writePosterior } from './small-posteriors';

const ofValues = smallPosteriors.filter(({ task }) => task.kind === 'regression');

test.each(ofValues)(
  'evaluation, which asks classes for their logits, reads values as predictions do: $name',
  async (small) => {
    const file = writePosterior(temporaryFolder(), small);
    const [usual, asked] = await Promise.all(
      (['predictive', 'outputs'] as const).map(async (predicts) => {
        const posterior = await openPosterior(file, undefined, predicts);
        const inputs = standardised(posterior.metadata, rawInputs(posterior.metadata, 2));
        const sampler = new Sampler(posterior, { kind: 'javascript' });
        const predictions = sampler.predict(inputs, 2);
        sampler.dispose();
        return predictions;
      }),
    );
    expect(asked).toEqual(usual);
  },
);
