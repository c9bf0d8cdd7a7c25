import { expect, test } from 'vitest';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { sampleShareOfNoise } from '../../../src-workers/train/gradient-noise';

const parameters = 4000;

function normals(stream: number, std: number): Float32Array {
  const [a, b] = noiseSeeds(1, 'training', stream, 1, { first: 0, count: 1 });
  const values = new Float32Array(parameters);
  fillStatelessNormal(a, b, values);
  return values.map((value) => std * value);
}

/** Noise of both kinds around a gradient of 1. */
const gradientOf = (batchStd: number, sampleStd: number) => async (batch: number, noise: number) => {
  const [ofBatch, ofSamples] = [normals(batch, batchStd), normals(1000 + noise, sampleStd)];
  return ofBatch.map((value, at) => 1 + value + ofSamples[at]);
};

// Sums of 4000 squares over three or four pairs are known to 2 %.
test.each([
  [1, 0, 0],
  [0, 1, 1],
  [1, 1, 0.5],
  [3, 1, 0.1],
])(
  'of noise by batches of deviation %s and by samples of %s the samples make up %s',
  async (batchStd, sampleStd, share) => {
    expect(await sampleShareOfNoise(gradientOf(batchStd, sampleStd))).toBeCloseTo(share, 1);
  },
);

test('the gradient may come in the same memory each time', async () => {
  const memory = new Float32Array(parameters);
  const gradient = gradientOf(1, 1);
  const share = await sampleShareOfNoise(async (batch, noise) => {
    memory.set(await gradient(batch, noise));
    return memory;
  });
  expect(share).toBe(await sampleShareOfNoise(gradient));
});
