import { describe, expect, test } from 'vitest';
import { Sampler } from '../../../src-workers/posterior/sampler';
import type { TrainedPosterior } from '../../../src-workers/posterior/trained-posterior';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';
import {
  drawnAround,
  pictureMlp,
  rawInputs,
  type SmallPosterior,
  smallPosteriors,
  standardised,
  writePosterior,
} from './small-posteriors';

const tensorflow = { kind: 'tensorflow', binding: bindingPath() } as const;
const plenty = 2 ** 30;

function open(small: SmallPosterior): Promise<TrainedPosterior> {
  return openPosterior(writePosterior(temporaryFolder(), small), 'as-scored');
}

function inputsOf({ metadata }: TrainedPosterior, items: number): Float32Array {
  return standardised(metadata, rawInputs(metadata, items));
}

describe.each([...smallPosteriors, ...drawnAround].map((small) => [small.name, small] as const))(
  'of %s',
  (_name, small) => {
    test('weights that are drawn once predict what those drawn each time do, to the bit, for one input after the other', async () => {
      const posterior = await open(small);
      const [each, once] = [new Sampler(posterior, tensorflow, 3), new Sampler(posterior, tensorflow, 3)];
      // Outputs that are linear in the weights are not kept.
      expect(once.drawOnce(plenty)).toBe(posterior.family.linear ? posterior.experiment.training.samples : 0);
      for (const items of [3, 1, 2, 3]) {
        const inputs = inputsOf(posterior, items);
        expect(once.predict(inputs, items)).toEqual(each.predict(inputs, items));
      }
      each.dispose();
      once.dispose();
    });
  },
);

describe('memory for what is drawn', () => {
  // A pass of 2 samples and one of 1, of a 64-5-3 network of 64 * 5 + 5 + 5 * 3 + 3 weights.
  const inPasses: SmallPosterior = {
    ...pictureMlp,
    experiment: { ...pictureMlp.experiment, training: { samples: 3, samplesPerPass: 2, batchSize: 4 } },
  };
  const bytesOfSample = 343 * 4;

  test.each([
    [3 * bytesOfSample, 0],
    [3 * bytesOfSample - 1, 1],
    [2 * bytesOfSample - 1, 2],
    [bytesOfSample - 1, 3],
  ])('of %i bytes leaves so many of 3 samples to be drawn for each prediction: %i', async (bytes, anew) => {
    const posterior = await open(inPasses);
    const [each, once] = [new Sampler(posterior, tensorflow, 2), new Sampler(posterior, tensorflow, 2)];
    expect(once.drawOnce(bytes)).toBe(anew);
    const inputs = inputsOf(posterior, 2);
    expect(once.predict(inputs, 2)).toEqual(each.predict(inputs, 2));
    each.dispose();
    once.dispose();
  });

  test('is not taken by the JavaScript engine, which draws all each time', async () => {
    const sampler = new Sampler(await open(inPasses), { kind: 'javascript' });
    expect(sampler.drawOnce(plenty)).toBe(3);
    sampler.dispose();
  });

  test('holds no weights from before other parameters were set', async () => {
    const posterior = await open(pictureMlp);
    const [each, once] = [new Sampler(posterior, tensorflow, 2), new Sampler(posterior, tensorflow, 2)];
    once.drawOnce(plenty);
    const other = posterior.flat.map((value) => value / 2);
    for (const sampler of [each, once]) sampler.setParameters(other);
    const inputs = inputsOf(posterior, 2);
    expect(once.predict(inputs, 2)).toEqual(each.predict(inputs, 2));
    each.dispose();
    once.dispose();
  });
});
