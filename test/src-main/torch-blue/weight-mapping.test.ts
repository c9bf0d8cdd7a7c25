import { describe, expect, test } from 'vitest';
import { fromTorchOrder, toTorchOrder } from '../../../src-main/torch-blue/reorder';
import {
  type ImageShape,
  type WeightMapping,
  weightMappings,
} from '../../../src-main/torch-blue/weight-mapping';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

function mappingOf(name: string, model: unknown, imageShape: ImageShape, classes: number): WeightMapping {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const mappings = weightMappings(experiment.model, imageShape, classes);
  const found = mappings.find(({ layer, variable }) => `${layer}.${variable}` === name);
  if (!found) throw new Error(`No mapping for ${name}`);
  return found;
}

const counted = (length: number) => Float32Array.from({ length }, (_, index) => index);

describe('a weight tensor in the order of PyTorch', () => {
  test('a dense kernel [in, out] becomes [out, in]', () => {
    const mapping = mappingOf('layers.1.weight', { kind: 'mlp', hidden: [2] }, [1, 1, 1], 3);
    expect(mapping).toMatchObject({ shape: [2, 3], torchShape: [3, 2] });
    expect([...toTorchOrder(counted(6), mapping)]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  test('a convolution [height, width, in, out] becomes [out, in, height, width]', () => {
    const mapping = mappingOf(
      'convolutions.0.weight',
      { kind: 'cnn', channels: [2], hidden: [] },
      [2, 2, 1],
      2,
    );
    expect(mapping).toMatchObject({ shape: [3, 3, 1, 2], torchShape: [2, 1, 3, 3] });
    const even = [0, 2, 4, 6, 8, 10, 12, 14, 16];
    expect([...toTorchOrder(counted(18), mapping)]).toEqual([...even, ...even.map((value) => value + 1)]);
  });

  test("the first dense kernel's inputs are an image, flattened with its channels first", () => {
    // Inputs here: left red, left green, right red, right green; there: left red, right red, left green, right green.
    const mapping = mappingOf('layers.0.weight', { kind: 'mlp', hidden: [] }, [1, 2, 2], 2);
    expect(mapping).toMatchObject({ shape: [4, 2], torchShape: [2, 4] });
    expect([...toTorchOrder(counted(8), mapping)]).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
  });

  test('behind convolutions that image is what pooling left, odd rows dropped', () => {
    const mapping = mappingOf('layers.0.weight', { kind: 'cnn', channels: [2, 3], hidden: [] }, [9, 5, 1], 4);
    expect(mapping).toMatchObject({ shape: [6, 4], view: [2, 1, 3, 4], torchShape: [4, 6] });
  });

  test('a bias stays as it is', () => {
    const mapping = mappingOf('layers.0.bias', { kind: 'mlp', hidden: [] }, [1, 2, 2], 3);
    expect([...toTorchOrder(counted(3), mapping)]).toEqual([0, 1, 2]);
  });

  test('the way back is the inverse', () => {
    const mapping = mappingOf('layers.0.weight', { kind: 'mlp', hidden: [5] }, [3, 2, 2], 2);
    expect(fromTorchOrder(toTorchOrder(counted(60), mapping), mapping)).toEqual(counted(60));
  });
});
