import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AskedPosterior } from '../../../src-workers/ask/asked-posterior';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { pictureMlp, tableMlp, writePosterior } from '../posterior/small-posteriors';
import { bindingPath } from '../tensorflow';

const javascript = { kind: 'javascript' } as const;
const digits = resolve('src-main/datasets/digits');
const pixels = Uint8Array.from({ length: 64 }, (_, pixel) => pixel * 4);
const picture = { kind: 'picture', pixels: Buffer.from(pixels).toString('base64') } as const;

async function probabilities(asked: AskedPosterior): Promise<readonly (readonly number[])[]> {
  const answer = await asked.answer(picture);
  if (answer.kind !== 'classes') throw new Error('It was asked for classes.');
  return answer.probabilities;
}

describe('a posterior that is asked', () => {
  test('says what it names and how many samples answer', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), pictureMlp), javascript);
    expect(asked.askable).toEqual({
      samples: 3,
      inputShape: [8, 8, 1],
      classNames: ['a', 'b', 'c'],
      ground: 'dark',
    });
    asked.dispose();
  });

  test('answers with the probabilities of the same samples that predictions of files have, every time', async () => {
    const file = writePosterior(temporaryFolder(), pictureMlp);
    const asked = await AskedPosterior.open(file, javascript);
    const found = await probabilities(asked);
    expect(await probabilities(asked)).toEqual(found);
    const sampler = new Sampler(await openPosterior(file, 'as-scored'), javascript);
    const standardised = Float32Array.from(pixels, (pixel) => (pixel / 255 - 0.3) / 0.25);
    const logs = sampler.predict(standardised, 1);
    found.flat().forEach((probability, at) => {
      expect(probability).toBeCloseTo(Math.exp(logs[at]), 6);
    });
    asked.dispose();
    sampler.dispose();
  });

  test('answers alike with TensorFlow', async () => {
    const file = writePosterior(temporaryFolder(), pictureMlp);
    const slow = await AskedPosterior.open(file, javascript);
    const fast = await AskedPosterior.open(file, { kind: 'tensorflow', binding: bindingPath() });
    const expected = (await probabilities(slow)).flat();
    (await probabilities(fast)).flat().forEach((probability, at) => {
      expect(probability).toBeCloseTo(expected[at], 5);
    });
    slow.dispose();
    fast.dispose();
  });

  test('gives test items as they were before standardisation', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), pictureMlp), javascript);
    const ask = (place: number) => asked.answer({ kind: 'test-item', location: digits, place });
    expect(await ask(0)).toMatchObject({ kind: 'test-item', item: 0 });
    const last = await ask(0.9999);
    expect(last).toMatchObject({ item: 359 });
    if (last.kind === 'test-item') expect(Buffer.from(last.pixels, 'base64')).toHaveLength(64);
    asked.dispose();
  });

  test('refuses a picture of another size, test data that are not there and networks of values, in a sentence each', async () => {
    const folder = temporaryFolder();
    const asked = await AskedPosterior.open(writePosterior(folder, pictureMlp), javascript);
    await expect(asked.answer({ kind: 'picture', pixels: 'AAAA' })).rejects.toThrow(
      'The picture has 3 values; this network takes 8 x 8 x 1.',
    );
    const nowhere = { kind: 'test-item', location: folder, place: 0 } as const;
    await expect(asked.answer(nowhere)).rejects.toThrow('digits.csv is missing');
    asked.dispose();
    const values = AskedPosterior.open(writePosterior(folder, tableMlp), javascript);
    await expect(values).rejects.toThrow('name what a picture shows');
  });
});
