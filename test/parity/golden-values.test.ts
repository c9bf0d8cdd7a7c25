import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import { buildModel } from '../../src-workers/models/build-model';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { agreesWithTorchBlue } from './agreement';
import { encodeCase, mappingsOf, parityCases, taskOf } from './parity-case';
import { TorchBlueRecord } from './torch-blue-record';

// Recorded from torch_blue by `npm run parity -- --record`; no PyTorch is needed here.
const fixtures = join(import.meta.dirname, 'fixtures');

describe.each(parityCases)('torch_blue and Parasample on the $name', (parity) => {
  const record = new TorchBlueRecord(parity, join(fixtures, `${parity.name}.safetensors`));

  test('were given the same weights, noise and data', () => {
    const given = new Map(record.inputs().map((tensor) => [tensor.name, tensor]));
    const { tensors } = decodeSafetensors(encodeCase(parity));
    expect([...given.keys()].sort()).toEqual(tensors.map(({ name }) => name).sort());
    for (const { name, shape, data } of tensors) {
      expect(given.get(name)?.shape).toEqual(shape);
      expect(relativeDistance(data, given.get(name)?.data ?? [])).toBeLessThan(1e-6);
    }
  });

  test('have weight tensors of the same names and shapes in the same order', () => {
    const model = buildModel(parity.experiment.model, taskOf(parity));
    const ours = model.weights.map(({ name, shape }) => ({ name, shape }));
    const mapped = mappingsOf(parity).map(({ layer, variable, shape }) => ({
      name: `${layer}.${variable}`,
      shape,
    }));
    expect(mapped).toEqual(ours);
  });

  describe('TensorFlow', () => {
    agreesWithTorchBlue(parity, { kind: 'tensorflow', binding: bindingPath() }, () => record);
  });

  describe('plain JavaScript', () => {
    agreesWithTorchBlue(parity, { kind: 'javascript' }, () => record);
  });
});
