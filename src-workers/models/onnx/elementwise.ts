import {
  add,
  cast,
  customGrad,
  div,
  equal,
  floor,
  type GradSaveFunc,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  pow,
  relu,
  sign,
  squaredDifference,
  sub,
  type Tensor,
  type Tensor4D,
  tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { absolute, activations, powered, withoutSlope } from './activations';
import { type Call, input, type Operator, refusal } from './call';
import { dropped } from './dropout';
import { castKind } from './fold/shape-rules';
import {
  apart,
  type Computed,
  channelsLast,
  computed,
  exchanged,
  exchangedSeries,
  inOrder,
  isOne,
  known,
  samplesApart,
  shapeOf,
  type Value,
  withRank,
} from './value';

type Binary = (a: Tensor, b: Tensor) => Tensor;

const binary: { readonly [Name in OperatorName]?: Binary } = {
  Add: add,
  Div: div,
  Max: maximum,
  Min: minimum,
  Mul: mul,
  Sub: sub,
  Sum: add,
};

/** Of truths, which are 0 and 1. */
const logic: { readonly [Name in OperatorName]?: Binary } = {
  And: mul,
  Or: maximum,
  Xor: squaredDifference,
};

const comparisons: { readonly [Name in OperatorName]?: Binary } = {
  Equal: equal,
  Greater: greater,
  GreaterOrEqual: greaterEqual,
  Less: less,
  LessOrEqual: lessEqual,
};

/** Operators that look at each number alone, and keep how pictures lie. */
export const elementwiseOperators: { readonly [Name in OperatorName]?: Operator } = {
  ...Object.fromEntries(
    Object.entries(activations).map(([name, compute]): [string, Operator] => [
      name,
      (call) => keepingOrder(input(call, 0), (x) => compute(x, call)),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(binary).map(([name, compute]): [string, Operator] => [
      name,
      (call) =>
        call.inputs
          .slice(1)
          .reduce<Value>((sum, _, at) => together(sum, input(call, at + 1), compute), input(call, 0)),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(logic).map(([name, compute]): [string, Operator] => [
      name,
      (call) => together(input(call, 0), input(call, 1), compute),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(comparisons).map(([name, compare]): [string, Operator] => [
      name,
      (call) => together(input(call, 0), input(call, 1), (a, b) => truth(a, b, compare)),
    ]),
  ),
  Cast: converted,
  CastLike: converted,
  Dropout: dropped,
  Identity: (call) => input(call, 0),
  Mean: (call) => {
    const total = call.inputs
      .slice(1)
      .reduce<Value>((sum, _, at) => together(sum, input(call, at + 1), add), input(call, 0));
    return keepingOrder(total, (x) => mul(x, 1 / call.inputs.length));
  },
  Mod: (call) => remainder(call),
  Pow: (call) => {
    const exponent = input(call, 1);
    if (!isOne(exponent)) return together(input(call, 0), exponent, pow);
    return keepingOrder(input(call, 0), (x) => powered(x, exponent.values[0]));
  },
  PRelu: (call) => {
    const x = input(call, 0);
    const below = together(
      keepingOrder(x, (one) => relu(neg(one))),
      input(call, 1),
      mul,
    );
    return together(keepingOrder(x, relu), below, sub);
  },
  Where: (call) => chosen(call),
};

function converted(call: Call): Value {
  const x = input(call, 0);
  const kind = castKind(call);
  if (kind === 'float') return x.kind === 'known' ? known('float', x.shape, x.values) : x;
  if (kind === 'bool') return together(x, known('float', [], [0]), isOther);
  throw refusal(call.node, 'makes whole numbers of data, and gradients do not pass through these');
}

export function keepingOrder(value: Value, compute: (x: Tensor) => Tensor): Computed {
  if (value.kind !== 'computed') return computed(compute(inOrder(value)));
  if (value.apart) return apart(value.apart.map((one) => compute(one) as Tensor4D));
  if (value.exchanged) return (value.isChannelsLast ? exchangedSeries : exchanged)(compute(value.exchanged));
  return computed(compute(value.tensor), value.isChannelsLast);
}

/** Two values of one shape, or of shapes that are repeated to one. */
function together(a: Value, b: Value, compute: Binary): Computed {
  const rank = Math.max(shapeOf(a).length, shapeOf(b).length);
  if (isOne(b) && shapeOf(a).length === rank) return keepingOrder(a, (x) => compute(x, tensor(b.values[0])));
  if (isOne(a) && shapeOf(b).length === rank) return keepingOrder(b, (x) => compute(tensor(a.values[0]), x));
  if (rank === 4 && [a, b].some((one) => one.kind === 'computed' && one.apart))
    return bySampleTogether(a, b, compute);
  const isOfPictures = [a, b].some(
    (one) => one.kind === 'computed' && one.isChannelsLast && shapeOf(one).length === rank,
  );
  const [left, right] = [a, b].map((one) => {
    if (isOne(one)) return tensor(one.values[0]);
    const x = withRank(inPlaceOf(one, isOfPictures, rank), rank);
    return isOfPictures && shapeOf(one).length < rank ? channelsLast(computed(x)) : x;
  });
  return computed(compute(left, right), isOfPictures);
}

/** Sample by sample, where one of both lies so. */
function bySampleTogether(a: Value, b: Value, compute: Binary): Computed {
  const [left, right] = [a, b].map((one) => {
    if (shapeOf(one).length === 4) return samplesApart(one);
    return samplesApart(computed(withRank(inOrder(one), 4)));
  });
  const samples = Math.max(left.length, right.length);
  const all = Array.from({ length: samples }, (_, sample) =>
    compute(left[sample % left.length], right[sample % right.length]),
  );
  return apart(all as Tensor4D[]);
}

function inPlaceOf(value: Value, isOfPictures: boolean, rank: number): Tensor {
  return isOfPictures && shapeOf(value).length === rank ? channelsLast(value) : inOrder(value);
}

function isOther(a: Tensor, b: Tensor): Tensor {
  return truth(a, b, notEqual);
}

/** What is left of a division, with the sign of the divisor; or that of the number (`fmod`). */
function remainder(call: Call): Value {
  const divisor = call.inputs[1];
  if (divisor?.kind === 'known' && !divisor.values.every(Number.isFinite))
    throw refusal(call.node, 'divides by what is no finite number');
  const keepsSign = intAttribute(call.node, 'fmod', 0) !== 0;
  return together(input(call, 0), input(call, 1), (a, b) => {
    const times = withoutSlope(div(a, b), keepsSign ? towardsZero : floor);
    return sub(a, mul(b, times));
  });
}

function towardsZero(x: Tensor): Tensor {
  return mul(sign(x), floor(absolute(x)));
}

/** 1 where it holds and 0 where not, with no slope anywhere. */
function truth(a: Tensor, b: Tensor, compare: Binary): Tensor {
  const op = customGrad((...args) => {
    const [left, right, save] = args as [Tensor, Tensor, GradSaveFunc];
    save([left, right]);
    return {
      value: cast(compare(left, right), 'float32'),
      gradFunc: (_dy: Tensor, saved: Tensor[]) => saved.map((one) => zerosLike(one)),
    };
  });
  return op(a, b);
}

/** Both sides are repeated to their common shape first: the gradient of a choice does not add up what was repeated. */
function chosen(call: Call): Value {
  const rank = Math.max(...[0, 1, 2].map((place) => shapeOf(input(call, place)).length));
  const [yes, no] = [input(call, 1), input(call, 2)].map((side) => withRank(inOrder(side), rank));
  const asked = withRank(inOrder(input(call, 0)), rank);
  const whole = add(add(zerosLike(yes), zerosLike(no)), mul(asked, 0));
  const mask = cast(add(whole, asked), 'bool');
  return computed(where(mask, add(whole, yes), add(whole, no)));
}
