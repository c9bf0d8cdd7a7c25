import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor } from '@tensorflow/tfjs-core';
import { decodeNetwork } from '../../src-files/onnx/decode-network';
import { decodeTensor } from '../../src-files/onnx/decode-tensor';
import { Message } from '../../src-files/onnx/message';
import type { NetworkFile, OnnxTensor } from '../../src-files/onnx/network-file';
import { networkLayers } from '../../src-files/onnx/network-layers';
import { BadInputError } from '../../src-shared/errors';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import type { Surroundings } from '../../src-workers/models/onnx/call';
import { graphOutputs } from '../../src-workers/models/onnx/run-graph';
import { computed, inOrder, known, type Value } from '../../src-workers/models/onnx/value';

/** One of the onnx package's own tests of operators, as `write_operator_cases.py` writes them. */
export interface OperatorCase {
  readonly name: string;
  readonly operator: string;
  readonly rtol: number;
  readonly atol: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** What became of it: as it should be, refused in a sentence, or a fault. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Runs a computation in some engine: the values of its tensors. */
export type Run = (body: () => readonly Value[]) => readonly ArrayLike<number>[];

/**
 * Gives all inputs as numbers that are known before any data, or the first input of floats as data and all others as numbers of the file, as networks have them. An
 * operator that takes one of these ways is there.
 */
export function outcomeOf(folder: string, one: OperatorCase, run: Run): Outcome {
  const [ofData, ofFile] = [true, false].map((hasData) => outcomeOfWay(folder, one, run, hasData));
  if (ofData.kind === 'failed' || ofFile.kind === 'failed') return ofData.kind === 'failed' ? ofData : ofFile;
  return ofData.kind === 'passed' ? ofData : ofFile.kind === 'passed' ? ofFile : ofData;
}

function outcomeOfWay(folder: string, one: OperatorCase, run: Run, hasData: boolean): Outcome {
  try {
    const outputs = run(() => outputsOf(folder, one, hasData));
    const wanted = Array.from({ length: one.outputs }, (_, at) =>
      tensorOf(join(folder, one.name, `output_${at}.pb`)),
    );
    for (const [at, { values }] of wanted.entries()) {
      const why = difference(outputs[at], values(), one);
      if (why) return { kind: 'failed', why: `output ${at}: ${why}` };
    }
    return { kind: 'passed' };
  } catch (error) {
    if (!(error instanceof BadInputError)) return { kind: 'failed', why: String(error) };
    const isInner = error.message.includes('cannot be computed from');
    return { kind: isInner ? 'failed' : 'refused', why: error.message };
  }
}

function outputsOf(
  folder: string,
  { name, inputs: count }: OperatorCase,
  hasData: boolean,
): readonly Value[] {
  const place = join(folder, name);
  const inside = () => {
    throw new BadInputError('Numbers lie elsewhere.');
  };
  const bytes = readFileSync(join(place, 'model.onnx'));
  const network = { ...decodeNetwork(bytes, inside), outputs: allOutputs(bytes) };
  const given = network.inputs.slice(0, count).map((input, at) => ({
    name: input.name,
    tensor: tensorOf(join(place, `input_${at}.pb`)),
  }));
  const data = hasData ? given.find(({ tensor: { kind } }) => kind === 'float') : undefined;
  const file: NetworkFile = {
    ...network,
    path: name,
    files: [],
    initialisers: new Map(
      given.flatMap((one) => (hasData && one !== data ? [[one.name, one.tensor] as const] : [])),
    ),
  };
  const found = networkLayers(file);
  const weights = new Map(
    found.weights.map((weight) => [weight.name, tensor(weight.numbers(), [1, ...weight.shape])]),
  );
  const items = data?.tensor.shape[0] ?? 1;
  const surroundings: Surroundings = {
    layers: new SampledLayers(weights, 1),
    items,
    fixedItems: undefined,
    training: undefined,
    moving: new Set(),
    drops: new Map(),
    zeroOfItems: tensor(new Float32Array(items), [1, items]),
  };
  const values = new Map(
    given.map((one): [string, Value] => [one.name, one === data ? dataOf(one.tensor) : knownOf(one.tensor)]),
  );
  return graphOutputs(found, values, surroundings);
}

/** Whole numbers and truths among them, which are no outputs of networks. */
function allOutputs(bytes: Uint8Array): readonly string[] {
  const graph = new Message(bytes).messages(7)[0];
  return graph.messages(12).map((output) => output.text(1));
}

function dataOf({ shape, values }: OnnxTensor): Value {
  return computed(tensor(Float32Array.from(values()), [1, ...shape]));
}

function knownOf({ kind, shape, values }: OnnxTensor): Value {
  return known(kind, shape, values());
}

function tensorOf(path: string): OnnxTensor {
  return decodeTensor(readFileSync(path), () => new Uint8Array()).tensor;
}

/** Where two differ by more than the test allows; undefined where nowhere. */
function difference(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  { rtol, atol }: OperatorCase,
): string | undefined {
  if (ours.length !== theirs.length) return `${ours.length} numbers instead of ${theirs.length}`;
  for (let at = 0; at < ours.length; at += 1) {
    const [own, wanted] = [ours[at], theirs[at]];
    if (Object.is(own, wanted) || own === wanted) continue;
    if (!(Math.abs(own - wanted) <= atol + rtol * Math.abs(wanted)))
      return `${own} instead of ${wanted} at ${at}`;
  }
  return undefined;
}

/** Row by row, in ONNX's order. */
export function numbersOf(value: Value): ArrayLike<number> {
  return value.kind === 'known' ? value.values : inOrder(value).dataSync();
}
