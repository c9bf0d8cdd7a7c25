import { expandDims, tensor3d } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { BadInputError } from '../../../src-shared/errors';
import type { VitSettings } from '../../../src-shared/experiment/networks/vit';
import { dropoutFamily } from '../../../src-workers/bayes/families/mc-dropout';
import { uniformPrior } from '../../../src-workers/bayes/priors/uniform-prior';
import { networkFor } from '../../../src-workers/models/build-model';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { relativeDistance } from '../relative-distance';
import { countsOf } from './counts';
import {
  finiteDifferenceRatio,
  modelProbe,
  randomArgument,
  resultOf,
  slopeInGraph,
  slopeInJavascript,
} from './probe';

type Sizes = Omit<VitSettings, 'kind' | 'dropout'>;

function vit(inputShape: readonly number[], sizes: Sizes, classes: number) {
  return networkFor({ kind: 'vit', dropout: 0, ...sizes }, { inputShape, outputShape: [classes] });
}

const tiny = { patchSize: 4, width: 192, depth: 6, heads: 3, mlpWidth: 768 };
const base = { patchSize: 4, width: 768, depth: 6, heads: 3, mlpWidth: 3072 };

describe("the paper's vision transformers on CIFAR-10", () => {
  test('Tiny has the 2,671,306 Bayesian weights and 5,348,084 trained numbers of the reference', () => {
    expect(countsOf(vit([32, 32, 3], tiny, 10))).toEqual({ bayesian: 2_671_306, trained: 5_348_084 });
  });

  test('Base has 4 x 768 numbers a head layer, 7,081,728 Bayesian weights in each of its 6 blocks', () => {
    const embedding = 48 * 768 + 768;
    const head = 768 * 10 + 10;
    expect(countsOf(vit([32, 32, 3], base, 10)).bayesian).toBe(6 * 7_081_728 + embedding + head);
  });

  test('carry the names of the reference', () => {
    const names = vit([32, 32, 3], { ...tiny, depth: 1 }, 10).weights.map(({ name }) => name);
    expect(names).toEqual([
      'to_patch_embedding.1.weight',
      'to_patch_embedding.1.bias',
      'to_patch_embedding.2.weight',
      'to_patch_embedding.2.bias',
      'to_patch_embedding.3.weight',
      'to_patch_embedding.3.bias',
      'transformer.layers.0.0.norm.weight',
      'transformer.layers.0.0.norm.bias',
      'transformer.layers.0.0.to_qkv.weight',
      'transformer.layers.0.0.to_out.weight',
      'transformer.layers.0.1.net.0.weight',
      'transformer.layers.0.1.net.0.bias',
      'transformer.layers.0.1.net.1.weight',
      'transformer.layers.0.1.net.1.bias',
      'transformer.layers.0.1.net.3.weight',
      'transformer.layers.0.1.net.3.bias',
      'transformer.norm.weight',
      'transformer.norm.bias',
      'linear_head.weight',
      'linear_head.bias',
    ]);
  });
});

describe('a small vision transformer', () => {
  const model = vit([4, 6, 2], { patchSize: 2, width: 8, depth: 2, heads: 2, mlpWidth: 12 }, 3);
  const probe = modelProbe(model, [5, 4, 6, 2], 3);

  test('gives logits for each sample, item and class', () => {
    expect(resultOf(probe).shape).toEqual([3, 5, 3]);
  });

  test.each([0, 1, 2])('has the gradient that finite differences show along direction %i', (direction) => {
    expect(finiteDifferenceRatio(probe, direction)).toBeCloseTo(1, 2);
  });

  test('is the same as a graph: value and gradient', () => {
    const [graph, javascript] = [slopeInGraph(probe), slopeInJavascript(probe)];
    expect(graph.value).toBeCloseTo(javascript.value, 3);
    expect(relativeDistance(graph.gradient, javascript.gradient)).toBeLessThan(1e-5);
  });
});

test('Dropout leaves out the same hidden units at every patch and item of a sample, others in another', () => {
  const model = vit([4, 4, 1], { patchSize: 2, width: 8, depth: 1, heads: 2, mlpWidth: 12 }, 3);
  const { weights, dropoutSites } = model;
  const family = dropoutFamily(weights, dropoutSites, 0.5, uniformPrior);
  const seeds = noiseSeeds(3, 'training', 1, family.noiseTensors, { first: 0, count: 2 });
  const initial = family.initialValues(5);
  const picture = randomArgument([1, 4, 4, 1], 1);
  const twice = { shape: [2, 4, 4, 1], values: Float32Array.of(...picture.values, ...picture.values) };
  const { values } = resultOf({
    of: [...weights.map(({ shape }, index) => ({ shape, values: initial[index] })), twice],
    to: (...tensors) => {
      const drawn = { seeds: tensor3d(seeds, [1, 2, 2], 'int32'), samples: 2, first: 0 };
      return model.forward(
        expandDims(tensors[weights.length], 0),
        family.drawLayers(tensors.slice(0, -1), drawn),
      );
    },
  });
  const [first, again, other] = [0, 3, 6].map((start) => values.slice(start, start + 3));
  expect(relativeDistance(again, first)).toBeLessThan(1e-6);
  expect(relativeDistance(other, first)).toBeGreaterThan(1e-3);
});

test('Patches that do not tile the image are refused by the name of their setting', () => {
  expect(() => vit([28, 28, 1], { ...tiny, patchSize: 5 }, 10)).toThrow(BadInputError);
  expect(() => vit([28, 28, 1], { ...tiny, patchSize: 5 }, 10)).toThrow(
    'model.patchSize: Patches of 5 x 5 pixels do not tile images of 28 x 28; use a size that divides both sides.',
  );
});
