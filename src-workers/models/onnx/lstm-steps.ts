import {
  add,
  concat,
  customGrad,
  engine,
  type GradSaveFunc,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  split,
  stack,
  type Tensor,
  tanh,
  unstack,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { sigmoidGradient, tanhGradient } from '../../engine/trace/activation-gradients';
import { hasOwnOperationsOfCpus } from '../../engine/trace/own-operations';

/** What a step leaves to its gradient, [samples, items, units] each; `open` are the sigmoids, all three in one. */
interface Step {
  readonly open: Tensor;
  readonly candidate: Tensor;
  readonly cell: Tensor;
  /** tanh of the cell. */
  readonly shown: Tensor;
}

const partsOfStep = 4;

/**
 * All steps of an LSTM. By our own operation (native/lstm.cc) a sample's weights stay in the cache over all steps.
 * @param given what inputs and biases make of the gates, [samples, steps, items, 4 * units], in ONNX's order: input, output,
 *   forget, cell
 * @param weights of the state, [samples, units, 4 * units]
 * @param hidden at the beginning, as `cell` [samples, items, units]
 * @returns hidden states of all steps and, behind them, the last cell: [samples, steps + 1, items, units]
 */
export function lstmSteps(given: Tensor, weights: Tensor, hidden: Tensor, cell: Tensor): Tensor {
  return hasOwnOperationsOfCpus()
    ? stepsAtOnce(given, weights, hidden, cell)
    : stepByStep(given, weights, hidden, cell);
}

function stepsAtOnce(given: Tensor, weights: Tensor, hidden: Tensor, cell: Tensor): Tensor {
  const op = customGrad((...args) => {
    const [givenIn, weightsIn, hiddenIn, cellIn, save] = args as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      GradSaveFunc,
    ];
    const inputs = { given: givenIn, weights: weightsIn, hidden: hiddenIn, cell: cellIn };
    const [value, gates, cells] = engine().runKernel('ParasampleLstm', inputs) as Tensor[];
    save([weightsIn, hiddenIn, cellIn, value, gates, cells]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => gradientsAtOnce(dy, saved) };
  });
  return op(given, weights, hidden, cell);
}

function gradientsAtOnce(gradient: Tensor, [weights, hidden, cell, value, gates, cells]: Tensor[]): Tensor[] {
  const inputs = { gradient, weights, cell, gates, cells };
  const [ofGiven, ofHidden, ofCell] = engine().runKernel('ParasampleLstmGradient', inputs) as Tensor[];
  return [ofGiven, ofWeights(value, hidden, ofGiven), ofHidden, ofCell];
}

/**
 * The same composed of tfjs's operations, with the gradient written out: differentiated step by step, the weights' gradient
 * would be a sum of as many products as there are steps, each as large as the weights; here it is one product.
 */
function stepByStep(given: Tensor, weights: Tensor, hidden: Tensor, cell: Tensor): Tensor {
  const op = customGrad((...args) => {
    const save = args[args.length - 1] as GradSaveFunc;
    const [givenIn, weightsIn, hiddenIn, cellIn] = args.slice(0, -1) as Tensor[];
    const steps: Step[] = [];
    const states = [hiddenIn];
    for (const [at, one] of unstack(givenIn, 1).entries()) {
      const gates = add(one, matMul(states[at], weightsIn));
      const before = steps[at - 1]?.cell ?? cellIn;
      const { next, shown } = stepped(gates, before);
      steps.push(next);
      states.push(shown);
    }
    const value = stack([...states.slice(1), steps[steps.length - 1].cell], 1);
    save([
      weightsIn,
      hiddenIn,
      cellIn,
      value,
      ...steps.flatMap((s) => [s.open, s.candidate, s.cell, s.shown]),
    ]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => gradients(dy, saved) };
  });
  return op(given, weights, hidden, cell);
}

function stepped(gates: Tensor, before: Tensor): { readonly next: Step; readonly shown: Tensor } {
  const units = before.shape[2] as number;
  const [sigmoids, last] = split(gates, [3 * units, units], 2);
  const [open, candidate] = [sigmoid(sigmoids), tanh(last)];
  const [input, output, forget] = split(open, 3, 2);
  const cell = add(mul(forget, before), mul(input, candidate));
  const shown = tanh(cell);
  return { next: { open, candidate, cell, shown }, shown: mul(output, shown) };
}

/** Of what `lstmSteps` is given, in its order. */
function gradients(dy: Tensor, [weights, hidden, cell, value, ...saved]: Tensor[]): Tensor[] {
  const all = unstack(dy, 1);
  const count = all.length - 1;
  const ofGates: Tensor[] = [];
  let [ofHidden, ofCell] = [zerosLike(hidden) as Tensor, all[count]];
  for (let at = count - 1; at >= 0; at -= 1) {
    const [open, candidate, , shown] = saved.slice(at * partsOfStep, (at + 1) * partsOfStep);
    const before = at === 0 ? cell : saved[(at - 1) * partsOfStep + 2];
    const [input, output, forget] = split(open, 3, 2);
    const ofShown = at === count - 1 ? all[at] : add(all[at], ofHidden);
    ofCell = add(ofCell, tanhGradient(mul(ofShown, output), shown));
    const ofOpen = concat([mul(ofCell, candidate), mul(ofShown, shown), mul(ofCell, before)], 2);
    const gates = concat([sigmoidGradient(ofOpen, open), tanhGradient(mul(ofCell, input), candidate)], 2);
    ofHidden = matMul(gates, weights, false, true);
    ofCell = mul(ofCell, forget);
    ofGates.unshift(gates);
  }
  const ofGiven = stack(ofGates, 1);
  return [ofGiven, ofWeights(value, hidden, ofGiven), ofHidden, ofCell];
}

/** One product over all steps: the states that each began with times the gradients of its gates. */
function ofWeights(value: Tensor, hidden: Tensor, ofGiven: Tensor): Tensor {
  const [samples, steps, items, columns] = ofGiven.shape as [number, number, number, number];
  const units = hidden.shape[2] as number;
  const first = reshape(hidden, [samples, 1, items, units]);
  const others = slice(value, [0, 0, 0, 0], [samples, steps - 1, items, units]);
  const before = reshape(concat([first, others], 1), [samples, steps * items, units]);
  return matMul(before, reshape(ofGiven, [samples, steps * items, columns]), true, false);
}
