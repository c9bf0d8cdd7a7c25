import {
  add,
  concat,
  mul,
  relu,
  reshape,
  sigmoid,
  split,
  stack,
  sub,
  type Tensor,
  tanh,
  transpose,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { intAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import type { OnnxNode } from '../../../src-files/onnx/network-file';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { type Call, input, type Operator, refusal } from './call';
import { cut, taken } from './fold/shapes';
import { lstmSteps } from './lstm-steps';
import { multiply } from './products';
import { ofSamples } from './repeated';
import { computed, inOrder, moved, shapeOf, type Value } from './value';

/** Operators that go through a series step by step, and keep a state. */
export const recurrentOperators: { readonly [Name in OperatorName]?: Operator } = {
  GRU: (call) => recurrent(call, gru, { gates: 3, activations: ['Sigmoid', 'Tanh'] }),
  LSTM: (call) => recurrent(call, undefined, { gates: 4, activations: ['Sigmoid', 'Tanh', 'Tanh'] }),
  RNN: (call) => recurrent(call, plain, { gates: 1, activations: ['Tanh'] }),
};

/** What a step leaves to the next: [samples, items, units]. */
interface State {
  readonly hidden: Tensor;
  readonly cell: Tensor;
}

/** What comes of all steps in one direction. */
interface Run {
  /** [samples, steps, 1, items, units] */
  readonly outputs: Tensor;
  readonly last: State;
}

/** Weights of one direction. */
interface Weights {
  /** [samples or 1, units, gates * units] */
  readonly hidden: Tensor;
  /** Of the input and of the state, [samples or 1, 1, gates * units]; undefined where there are none. */
  readonly biases: readonly [Tensor, Tensor] | undefined;
  readonly units: number;
  readonly isLinearBeforeReset: boolean;
  readonly activation: (x: Tensor) => Tensor;
}

/** @param given what the step's input makes of all gates, with its bias: [samples, items, gates * units] */
type Cell = (given: Tensor, state: State, weights: Weights) => State;

interface Facts {
  readonly gates: number;
  readonly activations: readonly string[];
}

function recurrent(call: Call, cell: Cell | undefined, facts: Facts): readonly Value[] {
  refuseUnusual(call, facts);
  const isItemsFirst = intAttribute(call.node, 'layout', 0) !== 0;
  const x = inOrder(input(call, 0));
  // [samples, steps, items, features]
  const steps = isItemsFirst ? moved(x, [0, 2, 1, 3]) : x;
  const direction = textAttribute(call.node, 'direction', 'forward');
  const runs = (direction === 'bidirectional' ? ['forward', 'reverse'] : [direction]).map((way, at) =>
    oneDirection(call, cell, facts, steps, at, way === 'reverse'),
  );
  // [samples, steps, directions, items, units]
  const all = besideEachOther(runs.map(({ outputs }) => outputs));
  const last = (state: keyof State) =>
    besideEachOther(
      runs.map((run) => expanded(run.last[state])),
      true,
    );
  const states = [last('hidden'), last('cell')].map((one) =>
    isItemsFirst ? transpose(one, [0, 2, 1, 3]) : one,
  );
  const outputs = isItemsFirst ? transpose(all, [0, 3, 1, 2, 4]) : all;
  return [outputs, ...states].slice(0, call.node.operator === 'LSTM' ? 3 : 2).map((one) => computed(one));
}

function refuseUnusual({ node, inputs }: Call, { activations }: Facts): void {
  const [x, lengths, peepholes] = [inputs[0], inputs[4], inputs[7]];
  if (peepholes) throw refusal(node, 'looks at its cell from its gates (peepholes), which is not done here');
  if (node.attributes.has('clip'))
    throw refusal(node, 'clips what its gates are given, which is not done here');
  if (intAttribute(node, 'input_forget', 0) !== 0)
    throw refusal(node, 'couples its input and forget gates, which is not done here');
  const steps = x && shapeOf(x)[intAttribute(node, 'layout', 0) !== 0 ? 1 : 0];
  const areWhole = lengths?.kind === 'known' && [...lengths.values].every((length) => length === steps);
  if (lengths && !areWhole) throw refusal(node, 'has series of different lengths, which is not done here');
  const given = activationsOf(node);
  const isUsual = given.every(
    (name, at) =>
      name === activations[at % activations.length] || (node.operator === 'RNN' && name === 'Relu'),
  );
  if (!isUsual)
    throw refusal(node, `has the activations ${given.join(', ')}; there are ${activations.join(', ')} here`);
}

function activationsOf({ attributes }: OnnxNode): readonly string[] {
  const given = attributes.get('activations');
  return given?.kind === 'texts' ? given.value : [];
}

/** @param x [samples or 1, steps, items, features] */
function oneDirection(
  call: Call,
  cell: Cell | undefined,
  { gates }: Facts,
  x: Tensor,
  at: number,
  isReverse: boolean,
): Run {
  const units = shapeOf(input(call, 2))[2];
  const inputWeights = weightOf(call, 'weight_ih', 1, at);
  const weights: Weights = {
    units,
    hidden: transpose(weightOf(call, 'weight_hh', 2, at), [0, 2, 1]),
    biases: biasesOf(call, at, gates * units),
    isLinearBeforeReset: intAttribute(call.node, 'linear_before_reset', 0) !== 0,
    activation: activationsOf(call.node)[at] === 'Relu' ? relu : tanh,
  };
  const whole = ofAllSteps(x, inputWeights, cell ? weights.biases?.[0] : bothBiases(weights));
  const [samples, , items] = whole.shape as [number, number, number];
  const first: State = {
    hidden: initialState(call, 5, at, [samples, items, units]),
    cell: initialState(call, 6, at, [samples, items, units]),
  };
  if (!cell) return wholeLstm(whole, first, weights, isReverse);
  const given = stepByStep(whole);
  let state = first;
  const outputs: Tensor[] = [];
  for (const step of isReverse ? [...given].reverse() : given) {
    state = cell(step, state, weights);
    outputs.push(state.hidden);
  }
  return { outputs: stepsTogether(isReverse ? outputs.reverse() : outputs), last: state };
}

/**
 * All steps of an LSTM at once, each sample with weights of its own or all with the same.
 * @param given with both biases
 */
function wholeLstm(given: Tensor, first: State, weights: Weights, isReverse: boolean): Run {
  const samples = Math.max(given.shape[0], weights.hidden.shape[0]);
  const [ofInputs, ofState, hidden, cell] = [given, weights.hidden, first.hidden, first.cell].map((one) =>
    ofSamples(one, samples),
  );
  const ordered = isReverse ? reversed(ofInputs) : ofInputs;
  const states = lstmSteps(ordered, ofState, hidden, cell);
  const steps = given.shape[1] as number;
  const outputs = cut(states, 1, 0, steps);
  const at = (step: number) => reshape(cut(states, 1, step, 1), hidden.shape);
  const last = { hidden: at(steps - 1), cell: at(steps) };
  const inOrder = isReverse ? reversed(outputs) : outputs;
  return { outputs: reshape(inOrder, [samples, steps, 1, ...hidden.shape.slice(1)]), last };
}

/** Added before they go to all steps: in an LSTM no gate tells them apart. */
function bothBiases({ biases }: Weights): Tensor | undefined {
  return biases && add(biases[0], biases[1]);
}

/** Steps from the last to the first. */
function reversed(x: Tensor): Tensor {
  const steps = x.shape[1] as number;
  return taken(
    x,
    1,
    Array.from({ length: steps }, (_, at) => steps - 1 - at),
  );
}

/** The products of all steps with the input's weights at once: [samples, steps, items, gates * units]. */
function ofAllSteps(x: Tensor, weights: Tensor, bias: Tensor | undefined): Tensor {
  const [samples, steps, items, features] = x.shape;
  const rows = reshape(x, [samples, steps * items, features]);
  const product = multiply(rows, transpose(weights, [0, 2, 1]));
  const whole = bias ? add(product, bias) : product;
  const [all, , columns] = whole.shape;
  return reshape(whole, [all, steps, items, columns]);
}

/** [samples, items, gates * units] each; a slice of each step would make gradients as large as all. */
function stepByStep(whole: Tensor): readonly Tensor[] {
  const [all, steps, items, columns] = whole.shape;
  // tfjs cannot differentiate an unstack into one part.
  return steps === 1 ? [reshape(whole, [all, items, columns])] : unstack(whole, 1);
}

/** One direction of a weight, drawn where it is trained. */
function weightOf(
  call: Call,
  variable: 'weight_ih' | 'weight_hh' | 'bias',
  place: number,
  direction: number,
): Tensor {
  const { layer, surroundings } = call;
  const isTrained = layer !== undefined && (variable !== 'bias' || layer.hasBias);
  const whole = isTrained
    ? surroundings.layers.weight(`${layer.layer}.${variable}`)
    : inOrder(input(call, place));
  const [samples, , ...shape] = whole.shape;
  return reshape(cut(whole, 1, direction, 1), [samples, ...shape]);
}

function biasesOf(call: Call, direction: number, columns: number): Weights['biases'] {
  if (!call.inputs[3]) return undefined;
  const both = weightOf(call, 'bias', 3, direction);
  const rows = reshape(both, [both.shape[0], 1, 2 * columns]);
  return [cut(rows, 2, 0, columns), cut(rows, 2, columns, columns)];
}

function initialState(call: Call, place: number, direction: number, shape: number[]): Tensor {
  const given = call.inputs[place];
  // Exporters write zeros for it, as many as there are items.
  const isZero = given?.kind === 'known' && given.values.every((value) => value === 0);
  if (!given || isZero) return zeroState(call, shape);
  const isItemsFirst = intAttribute(call.node, 'layout', 0) !== 0;
  const one = cut(inOrder(given), isItemsFirst ? 2 : 1, direction, 1);
  const [samples, first, second, units] = one.shape as [number, number, number, number];
  return reshape(one, [samples, isItemsFirst ? first : second, units]);
}

/** Zeros of any number of items. */
function zeroState({ surroundings: { items, zeroOfItems } }: Call, [, own, units]: number[]): Tensor {
  const row = own === items ? reshape(zeroOfItems, [1, items, 1]) : zeros([1, own, 1]);
  return add(row, zeros([1, 1, units]));
}

/** Gates: update, reset, hidden. */
function gru(given: Tensor, { hidden }: State, weights: Weights): State {
  const { units, biases } = weights;
  const [open, candidate] = split(given, [2 * units, units], 2);
  const next = (update: Tensor, fresh: Tensor) => {
    const kept = add(fresh, mul(update, sub(hidden, fresh)));
    return { hidden: kept, cell: kept };
  };
  if (weights.isLinearBeforeReset) {
    const ofState = multiply(hidden, weights.hidden);
    const [ofOpen, ofCandidate] = split(biases ? add(ofState, biases[1]) : ofState, [2 * units, units], 2);
    const [update, reset] = split(sigmoid(add(open, ofOpen)), 2, 2);
    return next(update, tanh(add(candidate, mul(reset, ofCandidate))));
  }
  const [hiddenOpen, hiddenCandidate] = split(weights.hidden, [2 * units, units], 2);
  const [biasOpen, biasCandidate] = biases ? split(biases[1], [2 * units, units], 2) : [undefined, undefined];
  const withBias = (x: Tensor, bias: Tensor | undefined) => (bias ? add(x, bias) : x);
  const [update, reset] = split(sigmoid(withBias(add(open, multiply(hidden, hiddenOpen)), biasOpen)), 2, 2);
  const ofState = withBias(multiply(mul(reset, hidden), hiddenCandidate), biasCandidate);
  return next(update, tanh(add(candidate, ofState)));
}

function plain(given: Tensor, { hidden }: State, weights: Weights): State {
  const next = weights.activation(gatesOf(given, hidden, weights));
  return { hidden: next, cell: next };
}

function gatesOf(given: Tensor, hidden: Tensor, { hidden: weights, biases }: Weights): Tensor {
  const ofState = multiply(hidden, weights);
  return add(given, biases ? add(ofState, biases[1]) : ofState);
}

/** [samples, steps, 1, items, units] */
function stepsTogether(steps: readonly Tensor[]): Tensor {
  const [samples, items, units] = steps[0].shape;
  return reshape(stack([...steps], 1), [samples, steps.length, 1, items, units]);
}

function expanded(state: Tensor): Tensor {
  const [samples, items, units] = state.shape;
  return reshape(state, [samples, 1, items, units]);
}

/** Both directions along an axis of their own. */
function besideEachOther(parts: readonly Tensor[], isState = false): Tensor {
  return parts.length === 1 ? parts[0] : concat([...parts], isState ? 1 : 2);
}
