import {
  add,
  cast,
  customGrad,
  div,
  equal,
  erf,
  exp,
  type GradSaveFunc,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  reciprocal,
  relu,
  sigmoid,
  sign,
  softplus,
  sqrt,
  square,
  sub,
  type Tensor,
  tanh,
  tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { floatAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { gelu } from '../gelu';
import { type Call, input, type Operator, refusal } from './call';
import { castKind } from './shape-rules';
import {
  type Computed,
  channelsLast,
  computed,
  inOrder,
  isOne,
  shapeOf,
  type Value,
  withRank,
} from './value';

type Unary = (x: Tensor, call: Call) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

const unary: { readonly [Name in OperatorName]?: Unary } = {
  // Its own gradient is a step that graphs here do not have.
  Abs: (x) => add(relu(x), relu(neg(x))),
  Clip: (x, call) => clipped(x, call),
  Elu: (x, { node }) => {
    const scale = floatAttribute(node, 'alpha', 1);
    // Of what is not above zero alone: an exponential of more could be infinite.
    return add(relu(x), mul(sub(exp(minimum(x, 0)), 1), scale));
  },
  Erf: (x) => erf(x),
  Exp: (x) => exp(x),
  Gelu: (x, { node }) => (textAttribute(node, 'approximate', 'none') === 'tanh' ? geluByTanh(x) : gelu(x)),
  HardSigmoid: (x, { node }) =>
    hardSigmoid(x, floatAttribute(node, 'alpha', 0.2), floatAttribute(node, 'beta', 0.5)),
  HardSwish: (x) => mul(x, hardSigmoid(x, 1 / 6, 0.5)),
  LeakyRelu: (x, { node }) => sub(relu(x), mul(relu(neg(x)), floatAttribute(node, 'alpha', 0.01))),
  Log: (x) => log(x),
  Neg: (x) => neg(x),
  Reciprocal: (x) => reciprocal(x),
  Relu: (x) => relu(x),
  Sigmoid: (x) => sigmoid(x),
  Sign: (x) => sign(x),
  Softplus: (x) => softplus(x),
  Sqrt: (x) => sqrt(x),
  Tanh: (x) => tanh(x),
};

const binary: { readonly [Name in OperatorName]?: Binary } = {
  Add: add,
  Div: div,
  Max: maximum,
  Min: minimum,
  Mul: mul,
  Sub: sub,
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
    Object.entries(unary).map(([name, compute]): [string, Operator] => [
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
    Object.entries(comparisons).map(([name, compare]): [string, Operator] => [
      name,
      (call) => together(input(call, 0), input(call, 1), (a, b) => truth(a, b, compare)),
    ]),
  ),
  Cast: (call) => {
    if (castKind(call) === 'float') return input(call, 0);
    throw refusal(call.node, 'makes whole numbers of data, and gradients do not pass through these');
  },
  Dropout: (call) => input(call, 0),
  Identity: (call) => input(call, 0),
  Pow: (call) => {
    const exponent = input(call, 1);
    if (!isOne(exponent)) return together(input(call, 0), exponent, pow);
    return keepingOrder(input(call, 0), (x) => powered(x, exponent.values[0]));
  },
  Where: (call) => chosen(call),
};

export function keepingOrder(value: Value, compute: (x: Tensor) => Tensor): Computed {
  if (value.kind === 'computed') return computed(compute(value.tensor), value.isChannelsLast);
  return computed(compute(inOrder(value)));
}

/** Two values of one shape, or of shapes that are repeated to one. */
function together(a: Value, b: Value, compute: Binary): Computed {
  const rank = Math.max(shapeOf(a).length, shapeOf(b).length);
  const isOfPictures = rank === 4 && [a, b].some((one) => one.kind === 'computed' && one.isChannelsLast);
  const [left, right] = [a, b].map((one) => {
    if (isOne(one)) return tensor(one.values[0]);
    const x = withRank(inPlaceOf(one, isOfPictures), rank);
    return isOfPictures && shapeOf(one).length < 4 ? channelsLast(computed(x)) : x;
  });
  return computed(compute(left, right), isOfPictures);
}

function inPlaceOf(value: Value, isOfPictures: boolean): Tensor {
  return isOfPictures && shapeOf(value).length === 4 ? channelsLast(value) : inOrder(value);
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

function clipped(x: Tensor, call: Call): Tensor {
  const bound = (place: number, otherwise: number) => {
    const value = call.inputs[place];
    if (!value) return otherwise;
    if (value.kind === 'known') return value.values[0];
    throw refusal(call.node, 'has bounds that are computed');
  };
  const [least, most] = [bound(1, Number.NEGATIVE_INFINITY), bound(2, Number.POSITIVE_INFINITY)];
  const above = least === Number.NEGATIVE_INFINITY ? x : maximum(x, least);
  return most === Number.POSITIVE_INFINITY ? above : minimum(above, most);
}

function hardSigmoid(x: Tensor, slope: number, middle: number): Tensor {
  return minimum(maximum(add(mul(x, slope), middle), 0), 1);
}

/** Hendrycks and Gimpel's approximation (arXiv 1606.08415, section 2). */
function geluByTanh(x: Tensor): Tensor {
  const inner = mul(add(x, mul(mul(square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}

/** Powers that networks have, without a logarithm of what may be negative in the gradient. */
function powered(x: Tensor, exponent: number): Tensor {
  switch (exponent) {
    case 0.5:
      return sqrt(x);
    case 1:
      return x;
    case 2:
      return square(x);
    case 3:
      return mul(square(x), x);
    case -1:
      return reciprocal(x);
    default:
      return pow(x, exponent);
  }
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
