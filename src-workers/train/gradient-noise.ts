/** A gradient of the whole run at parameters that stay, for a batch and for noise by their numbers. */
export type Gradient = (batch: number, noise: number) => Promise<Float32Array>;

/** Batches that noise is measured on: few, since each gradient has as many numbers as there are parameters. */
const batches = 4;

/**
 * The part of a gradient's variance, summed over all parameters, that comes from the weight samples of a step and not from its
 * items: half the mean squared distance of gradients of one batch with two draws, over that of gradients of two batches.
 * So much less noise would any number of weight samples leave; twice as many leave half as much less.
 * @returns from 0 to 1; NaN where gradients do not differ at all
 */
export async function sampleShareOfNoise(gradient: Gradient): Promise<number> {
  let ofSamples = 0;
  let ofAll = 0;
  let before: Float32Array | undefined;
  for (let batch = 0; batch < batches; batch += 1) {
    const one = (await gradient(batch, 2 * batch)).slice();
    ofSamples += squaredDistance(one, await gradient(batch, 2 * batch + 1)) / batches;
    if (before) ofAll += squaredDistance(one, before) / (batches - 1);
    before = one;
  }
  return Math.min(1, ofSamples / ofAll);
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] - b[at]) ** 2;
  return sum;
}
