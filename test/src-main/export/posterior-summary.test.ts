import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { histogramOf } from '../../../src-main/export/histogram';
import { gaussianKl, summarisePosterior } from '../../../src-main/export/posterior-summary';
import { BadInputError } from '../../../src-shared/errors';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { encodeSafetensors, type Tensor } from '../../../src-shared/formats/safetensors';
import { temporaryFolder } from '../../temporary-folder';

const tensor = (name: string, shape: readonly number[], ...values: readonly number[]): Tensor => ({
  name,
  shape,
  data: Float32Array.from(values),
});

function summary(tensors: readonly Tensor[], inference: ExperimentInput['inference'] = {}) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'posterior.safetensors'), encodeSafetensors(tensors, {}));
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    inference,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return summarisePosterior(folder, 'demo-0001', experiment);
}

const gaussianLayer = [
  tensor('layers.0.weight.mean', [1, 2], 1, -1),
  tensor('layers.0.weight.log_std', [1, 2], 0, 0),
  tensor('layers.0.bias.mean', [2], 0, 0),
  tensor('layers.0.bias.log_std', [2], Math.log(0.1), Math.log(0.1)),
];

describe('the summary of a posterior', () => {
  test('puts the weights and biases of a layer together', async () => {
    const { layers, klMissing } = await summary(gaussianLayer);
    expect(klMissing).toBeUndefined();
    expect(layers).toMatchObject([{ name: 'layers.0', weights: 4 }]);
    const [layer] = layers;
    expect(layer?.mean).toMatchObject({ low: -1, high: 1, average: 0, notFinite: 0 });
    expect(layer?.std?.high).toBeCloseTo(1, 6);
    expect(layer?.std?.low).toBeCloseTo(0.1, 6);
    // Means of 1 over a spread of 1 are 0; means of 0 have no logarithm.
    expect(layer?.signalToNoise).toMatchObject({ low: 0, high: 0, counts: [2], notFinite: 2 });
  });

  test('weights that vary together have their whole spread, and no divergence of a layer', async () => {
    // sqrt(0.09 + 0.16) = 0.5, and one direction alone moves the other weight.
    const { layers, klMissing } = await summary(
      [
        tensor('layers.0.weight.mean', [1, 2], 1, -1),
        tensor('layers.0.weight.log_std', [1, 2], Math.log(0.3), Math.log(0.5)),
        tensor('layers.0.weight.low_rank', [2, 1, 2], 0.4, 0, 0, 0),
      ],
      { method: 'low-rank', rank: 2 },
    );
    expect(layers).toMatchObject([{ name: 'layers.0', weights: 2 }]);
    expect(layers[0]?.std?.low).toBeCloseTo(0.5, 6);
    expect(layers[0]?.std?.high).toBeCloseTo(0.5, 6);
    expect(layers[0]?.kl).toBeUndefined();
    expect(klMissing).toMatch(/^Weights of a layer vary together; .* train\.kl\.$/);
  });

  test('kernels times random factors have the spread of the product, and no divergence of a layer', async () => {
    // Weights 2 · 3 · N(1, 0.5²) and a bias without spread.
    const { layers, klMissing } = await summary(
      [
        tensor('layers.0.weight', [1, 1], 2),
        tensor('layers.0.bias', [1], 4),
        tensor('layers.0.weight.input_factor.mean', [1], 1),
        tensor('layers.0.weight.input_factor.log_std', [1], Math.log(0.5)),
        tensor('layers.0.weight.output_factor.mean', [1], 3),
        tensor('layers.0.weight.output_factor.log_std', [1], -40),
      ],
      { method: 'rank-1' },
    );
    expect(layers).toMatchObject([{ name: 'layers.0', weights: 2, mean: { low: 4, high: 6 } }]);
    expect(layers[0]?.std?.high).toBeCloseTo(3, 5);
    expect(layers[0]?.kl).toBeUndefined();
    expect(klMissing).toMatch(/^Weights of a layer share their factors; .* train\.kl\.$/);
  });

  test('sums the KL divergence from the prior over the layer, by hand', async () => {
    // N(1, 1) from N(0, 1): 0.5 each; N(0, 0.01): 0.5 (ln 100 + 0.01 - 1) each.
    const expected = 2 * 0.5 + 2 * 0.5 * (Math.log(100) + 0.01 - 1);
    const { layers } = await summary(gaussianLayer);
    expect(layers[0]?.kl).toBeCloseTo(expected, 5);
    expect(gaussianKl(Float32Array.of(1), Float32Array.of(0), 2)).toBeCloseTo(
      0.5 * (Math.log(4) + 0.25 + 0.25 - 1),
      6,
    );
  });

  test('scales the rescaled prior by the inputs of the layer, its bias too', async () => {
    const tensors = [
      tensor('conv.weight.mean', [1, 2, 2, 1], 0, 0, 0, 0),
      tensor('conv.weight.log_std', [1, 2, 2, 1], 0, 0, 0, 0),
      tensor('conv.bias.mean', [1], 0),
      tensor('conv.bias.log_std', [1], 0),
    ];
    const { layers } = await summary(tensors, { prior: { kind: 'rescaled-gaussian', scale: 0.5 } });
    const priorStd = 0.5 / Math.sqrt(4) + 0.5 * Math.sqrt(3) * 1e-5;
    expect(layers[0]?.kl).toBeCloseTo(5 * 0.5 * (2 * Math.log(priorStd) + 1 / priorStd ** 2 - 1), 4);
  });

  test('reads the width of a learned prior off each tensor, and the divergence from it', async () => {
    const { layers } = await summary(gaussianLayer, { prior: { kind: 'learned-gaussian' } });
    // Weights: mean^2 + std^2 is 1 + 1 for both; biases are N(0, 0.1^2), which then is their prior.
    expect(layers[0]?.priorStds?.[0]).toBeCloseTo(Math.sqrt(2), 5);
    expect(layers[0]?.priorStds?.[1]).toBeCloseTo(0.1, 5);
    expect(layers[0]?.kl).toBeCloseTo(2 * 0.5 * Math.log(2), 5);
  });

  test('says why there is no divergence where the prior or the method has none', async () => {
    const uniform = await summary(gaussianLayer, { prior: { kind: 'uniform' } });
    expect(uniform.layers[0]).not.toHaveProperty('kl');
    expect(uniform.klMissing).toMatch(/^The uniform prior has no closed form here;/);
    const single = await summary([tensor('layers.0.weight', [2], 1, 2)], { method: 'point-estimate' });
    expect(single.layers).toMatchObject([{ name: 'layers.0', weights: 2, mean: { average: 1.5 } }]);
    expect(single.layers[0]).not.toHaveProperty('std');
    expect(single.klMissing).toMatch(/^Weights of the method point-estimate have no divergence/);
  });

  test('of a run that has none, or a damaged one, is refused with a sentence', async () => {
    const experiment = experimentSchema.parse({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    const folder = temporaryFolder();
    await expect(summarisePosterior(folder, 'demo-0001', experiment)).rejects.toThrow(
      'Run demo-0001 has no posterior; a run writes it when it finishes or is stopped.',
    );
    writeFileSync(join(folder, 'posterior.safetensors'), 'not a file of tensors');
    await expect(summarisePosterior(folder, 'demo-0001', experiment)).rejects.toThrow(BadInputError);
  });
});

describe('a histogram', () => {
  test('counts every finite value once, the highest in the last bin', async () => {
    const values = Float32Array.from({ length: 97 }, (_, index) => index);
    const { counts, low, high, average } = await histogramOf([values]);
    expect([low, high, average]).toEqual([0, 96, 48]);
    // 48 bins of width 2: two values each, and the highest besides.
    expect(counts).toEqual([...Array<number>(47).fill(2), 3]);
  });

  test('is not confused by NaN, infinities or equal values', async () => {
    const odd = await histogramOf([Float32Array.of(1, Number.NaN), Float32Array.of(Infinity, 1)]);
    expect(odd).toEqual({ low: 1, high: 1, counts: [2], average: 1, notFinite: 2 });
    const none = await histogramOf([Float32Array.of(Number.NaN)]);
    expect(none).toEqual({ low: 0, high: 0, counts: [], average: Number.NaN, notFinite: 1 });
  });
});
