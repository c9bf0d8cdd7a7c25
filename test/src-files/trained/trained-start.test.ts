import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { networkLayers } from '../../../src-files/onnx/network-layers';
import { networkWeights } from '../../../src-files/onnx/network-weights';
import { openNetwork } from '../../../src-files/onnx/open-network';
import { openTrainedWeights } from '../../../src-files/trained/open-weights';
import { proposedNames } from '../../../src-files/trained/proposed-names';
import { refuseMisfits } from '../../../src-files/trained/refuse-misfits';
import { matchTrained } from '../../../src-files/trained/trained-start';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { temporaryFolder } from '../../temporary-folder';

const common = { fanIn: 2, bayesian: true, initial: 'uniform' } as const;
const dense: WeightTensor = { ...common, name: 'fc.weight', shape: [2, 3] };
const bias: WeightTensor = { ...common, name: 'fc.bias', shape: [3] };
const kernel: WeightTensor = { ...common, name: 'conv.weight', shape: [1, 2, 2, 3] };

interface Written {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function fileOf(tensors: Readonly<Record<string, Written>>, metadata: Readonly<Record<string, string>> = {}) {
  const path = join(temporaryFolder(), 'weights.safetensors');
  const written = Object.entries(tensors).map(([name, { shape, values }]) => ({
    name,
    shape,
    data: Float32Array.from(values),
  }));
  writeFileSync(path, encodeSafetensors(written, metadata));
  return openTrainedWeights(path, 'start.file');
}

const counted = (...shape: number[]): Written => ({
  shape,
  values: Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, at) => at),
});

const ofRun = { format: 'parasample-posterior', runId: 'demo-0000' };

describe('a state_dict', () => {
  test('has its kernels turned: PyTorch puts outputs first', () => {
    const trained = fileOf({
      'fc.weight': counted(3, 2),
      'fc.bias': counted(3),
      'conv.weight': counted(3, 2, 1, 2),
    });
    const { weights, misfits } = matchTrained([dense, bias, kernel], trained, {});
    expect(misfits).toEqual([]);
    expect(weights[0].start?.numbers(0)).toEqual(Float32Array.of(0, 2, 4, 1, 3, 5));
    expect(weights[1].start?.numbers(0)).toEqual(Float32Array.of(0, 1, 2));
    // [out, in, 1, width] as [1, width, in, out]: 4 out + 2 in + width.
    expect(weights[2].start?.numbers(0)).toEqual(Float32Array.of(0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11));
    expect(weights[0].start?.logStds?.()).toBeUndefined();
  });

  test('says what does not fit, as PyTorch has it, and what there is', () => {
    const trained = fileOf({ 'fc.weight': counted(4, 2), 'head.bias': counted(3) });
    const match = matchTrained([dense, bias], trained, {});
    expect(() => refuseMisfits(match, trained, 'start.file')).toThrow(
      /^start\.file: .* does not fit this network: fc\.weight is \[4, 2\] there and \[3, 2\] here; fc\.bias \[3\] is missing\. It has fc\.weight, head\.bias\. By their shapes these may be the same: fc\.bias = head\.bias; names that differ are set in start\.names\. Layers that are to begin afresh are named in start\.fresh\.$/,
    );
  });

  test('need not have layers that begin afresh', () => {
    const trained = fileOf({ 'fc.weight': counted(4, 2), 'conv.weight': counted(3, 2, 1, 2) });
    const { weights, misfits } = matchTrained([kernel, dense, bias], trained, { fresh: ['last'] });
    expect(misfits).toEqual([]);
    expect(weights.map(({ start }) => start !== undefined)).toEqual([true, false, false]);
  });
});

test('weights from before a batch normalisation was folded away are not taken for those after it', () => {
  const trained = fileOf({
    'fc.weight': counted(3, 2),
    'fc.bias': counted(3),
    'bn.weight': counted(3),
    'bn.running_mean': counted(3),
  });
  const match = matchTrained([dense, bias], trained, {});
  expect(() => refuseMisfits(match, trained, 'start.file')).toThrow(
    /batch normalisations that the network does not have \(bn\)/,
  );
  const norm: WeightTensor = { ...bias, name: 'bn.weight' };
  const whole = matchTrained([dense, bias, norm], trained, {});
  expect(() => refuseMisfits(whole, trained, 'start.file')).not.toThrow();
});

describe('names that differ', () => {
  const inFile = { 'classifier.1.weight': counted(3, 2), 'classifier.1.bias': counted(3) };

  test('are those that a layer or a tensor is said to have', () => {
    const trained = fileOf(inFile);
    const byLayer = matchTrained([dense, bias], trained, { names: { fc: 'classifier.1' } });
    expect(byLayer.misfits).toEqual([]);
    expect(byLayer.weights[0].start?.numbers(0)).toEqual(Float32Array.of(0, 2, 4, 1, 3, 5));
    const names = { 'fc.weight': 'classifier.1.weight', fc: 'classifier.1' };
    expect([...matchTrained([dense, bias], trained, { names }).names]).toEqual([
      ['fc.weight', 'classifier.1.weight'],
      ['fc.bias', 'classifier.1.bias'],
    ]);
  });

  test('by one prefix, as wrappers put it before all of them, need not be said', () => {
    const trained = fileOf({ 'module.fc.weight': counted(3, 2), 'module.fc.bias': counted(3) });
    expect(matchTrained([dense, bias], trained, {}).misfits).toEqual([]);
    const twice = fileOf({
      'a.fc.weight': counted(3, 2),
      'a.fc.bias': counted(3),
      'b.fc.weight': counted(3, 2),
      'b.fc.bias': counted(3),
    });
    expect(matchTrained([dense, bias], twice, {}).misfits).toHaveLength(2);
  });

  test('are proposed by shape, the most alike first, each once', () => {
    const trained = fileOf({
      ...inFile,
      'classifier.10.bias': counted(3),
      'classifier.2.bias': counted(3),
      'stem.weight': counted(3, 2, 1, 2),
    });
    const second: WeightTensor = { ...bias, name: 'head.bias' };
    const match = matchTrained([kernel, dense, bias, second], trained, {});
    expect(proposedNames(match, trained)).toEqual({
      'conv.weight': 'stem.weight',
      'fc.weight': 'classifier.1.weight',
      'fc.bias': 'classifier.1.bias',
      'head.bias': 'classifier.2.bias',
    });
  });
});

describe('a run’s posterior', () => {
  test('of rank-1 factors gives kernels times the means of their factors', () => {
    const trained = fileOf(
      {
        'fc.weight': counted(2, 3),
        'fc.weight.input_factor.mean': { shape: [2], values: [1, 2] },
        'fc.weight.input_factor.log_std': { shape: [2], values: [-2, -2] },
        'fc.weight.output_factor.mean': { shape: [3], values: [1, 10, 100] },
        'fc.weight.output_factor.log_std': { shape: [3], values: [-2, -2, -2] },
      },
      ofRun,
    );
    const { weights, misfits } = matchTrained([dense], trained, {});
    expect(misfits).toEqual([]);
    expect(weights[0].start?.numbers(0)).toEqual(Float32Array.of(0, 10, 200, 6, 80, 1000));
  });

  test('gives means and deviations in its own order', () => {
    const trained = fileOf(
      { 'fc.weight.mean': counted(2, 3), 'fc.weight.log_std': counted(2, 3), 'fc.bias': counted(3) },
      ofRun,
    );
    const { weights, misfits, networks } = matchTrained([dense, bias], trained, {});
    expect({ misfits, networks }).toEqual({ misfits: [], networks: 1 });
    expect(weights[0].start?.numbers(5)).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
    expect(weights[0].start?.logStds?.()).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
    expect(weights[1].start?.logStds?.()).toBeUndefined();
  });

  test('of an ensemble has each member’s, in turn', () => {
    const trained = fileOf({ 'fc.bias': counted(2, 3) }, ofRun);
    const { weights, networks } = matchTrained([bias], trained, {});
    expect(networks).toBe(2);
    expect([0, 1, 2].map((sample) => weights[0].start?.numbers(sample)[0])).toEqual([0, 3, 0]);
  });
});

test.each([
  [
    'a file of torch.save',
    'net.safetensors',
    [0x50, 0x4b, 0x03, 0x04],
    /is a file of torch\.save.*save_file/,
  ],
  ['something else', 'net.safetensors', [1, 2, 3], /is no whole safetensors file/],
])('refuses %s', (_what, name, bytes, reason) => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, Uint8Array.from(bytes));
  expect(() => openTrainedWeights(path, 'start.file')).toThrow(reason);
});

describe('a recurrent layer', () => {
  const recurrent = { fanIn: 1, bayesian: true, initial: 'uniform' } as const;
  const column = (...values: number[]): Written => ({ shape: [values.length, 1], values });
  const row = (...values: number[]): Written => ({ shape: [values.length], values });

  test('of an LSTM has both directions together and its gates as in ONNX: input, output, forget, cell', () => {
    // PyTorch: input, forget, cell, output; one unit each.
    const trained = fileOf({
      'lstm.weight_hh_l0': column(1, 1, 1, 1),
      'lstm.weight_ih_l1': column(1, 2, 3, 4),
      'lstm.weight_ih_l1_reverse': column(5, 6, 7, 8),
      'lstm.weight_hh_l1': column(0, 0, 0, 0),
      'lstm.bias_ih_l1': row(1, 2, 3, 4),
      'lstm.bias_hh_l1': row(10, 20, 30, 40),
      'lstm.bias_ih_l1_reverse': row(5, 6, 7, 8),
      'lstm.bias_hh_l1_reverse': row(50, 60, 70, 80),
    });
    const input: WeightTensor = { ...recurrent, name: 'lstm_2.weight_ih', shape: [2, 4, 1] };
    const biases: WeightTensor = { ...recurrent, name: 'lstm_2.bias', shape: [2, 8] };
    const { weights, misfits, taken } = matchTrained([input, biases], trained, {});
    expect(misfits).toEqual([]);
    expect(weights[0].start?.numbers(0)).toEqual(Float32Array.of(1, 4, 2, 3, 5, 8, 6, 7));
    expect(weights[1].start?.numbers(0)).toEqual(
      Float32Array.of(1, 4, 2, 3, 10, 40, 20, 30, 5, 8, 6, 7, 50, 80, 60, 70),
    );
    expect(taken).toContain('lstm.bias_hh_l1_reverse');
  });

  test('of a GRU has its gates as in ONNX: update, reset, new', () => {
    const trained = fileOf({
      'enc.gru.weight_ih_l0': column(1, 2, 3),
      'enc.gru.weight_hh_l0': column(4, 5, 6),
    });
    const input: WeightTensor = { ...recurrent, name: 'gru.weight_ih', shape: [1, 3, 1] };
    const state: WeightTensor = { ...recurrent, name: 'gru.weight_hh', shape: [1, 3, 1] };
    const { weights, misfits } = matchTrained([input, state], trained, { names: { gru: 'enc.gru' } });
    expect(misfits).toEqual([]);
    expect(weights.map(({ start }) => start?.numbers(0))).toEqual([
      Float32Array.of(2, 1, 3),
      Float32Array.of(5, 4, 6),
    ]);
  });

  test('of a state_dict begins at what the exporter wrote of the same module (PyTorch)', () => {
    const folder = join(import.meta.dirname, '../../parity/fixtures/onnx');
    const network = networkLayers(openNetwork(join(folder, 'recurrent-dynamo.onnx')));
    const given = networkWeights(network, { start: 'file', batchNorm: 'auto' });
    const trained = openTrainedWeights(join(folder, 'recurrent.safetensors'), 'start.file');
    const { weights, misfits, taken } = matchTrained(given, trained, {});
    expect(misfits).toEqual([]);
    expect([...taken].sort()).toEqual([...trained.tensors.keys()].sort());
    for (const [at, { name, start }] of weights.entries())
      expect(start?.numbers(0), name).toEqual(given[at]?.numbers?.());
  });

  test('of another size is missing', () => {
    const trained = fileOf({ 'gru.weight_ih_l0': column(1, 2, 3), 'gru.weight_hh_l0': column(4, 5, 6) });
    const input: WeightTensor = { ...recurrent, name: 'gru.weight_ih', shape: [2, 3, 1] };
    expect(matchTrained([input], trained, {}).misfits.map(({ why }) => why)).toEqual([
      'gru.weight_ih [2, 3, 1] is missing',
    ]);
  });
});
