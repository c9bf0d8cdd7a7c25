import {
  add,
  cos,
  customGrad,
  div,
  erf,
  exp,
  floor,
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
  sin,
  softplus,
  sqrt,
  square,
  sub,
  type Tensor,
  tanh,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { floatAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { gelu } from '../gelu';
import { type Call, refusal } from './call';

type Activation = (x: Tensor, call: Call) => Tensor;

/** What networks make of each number alone. */
export const activations: { readonly [Name in OperatorName]?: Activation } = {
  Abs: absolute,
  Ceil: (x) => neg(withoutSlope(neg(x), floor)),
  Celu: (x, { node }) => {
    const scale = floatAttribute(node, 'alpha', 1);
    return add(relu(x), mul(sub(exp(mul(minimum(x, 0), 1 / scale)), 1), scale));
  },
  Clip: (x, call) => clipped(x, call),
  Cos: (x) => cos(x),
  Elu: (x, { node }) => elu(x, floatAttribute(node, 'alpha', 1)),
  Erf: (x) => erf(x),
  Exp: (x) => exp(x),
  Floor: (x) => withoutSlope(x, floor),
  Gelu: (x, { node }) => (textAttribute(node, 'approximate', 'none') === 'tanh' ? geluByTanh(x) : gelu(x)),
  HardSigmoid: (x, { node }) =>
    hardSigmoid(x, floatAttribute(node, 'alpha', 0.2), floatAttribute(node, 'beta', 0.5)),
  HardSwish: (x) => mul(x, hardSigmoid(x, 1 / 6, 0.5)),
  LeakyRelu: (x, { node }) => sub(relu(x), mul(relu(neg(x)), floatAttribute(node, 'alpha', 0.01))),
  Log: (x) => log(x),
  Mish: (x) => mul(x, tanh(softplus(x))),
  Neg: (x) => neg(x),
  Not: (x) => sub(1, x),
  Reciprocal: (x) => reciprocal(x),
  Relu: (x) => relu(x),
  // The constants of Klambauer et al. (arXiv 1706.02515), as ONNX has them.
  Selu: (x, { node }) =>
    mul(
      elu(x, floatAttribute(node, 'alpha', 1.6732632423543772)),
      floatAttribute(node, 'gamma', 1.0507009873554805),
    ),
  Sigmoid: (x) => sigmoid(x),
  Sign: (x) => sign(x),
  Sin: (x) => sin(x),
  Softplus: (x) => softplus(x),
  Softsign: (x) => div(x, add(absolute(x), 1)),
  Sqrt: (x) => sqrt(x),
  Swish: (x, { node }) => mul(x, sigmoid(mul(x, floatAttribute(node, 'alpha', 1)))),
  Tanh: (x) => tanh(x),
};

/** tfjs's own gradient of it is a step that graphs here do not have. */
export function absolute(x: Tensor): Tensor {
  return add(relu(x), relu(neg(x)));
}

/** What jumps from one number to the next has a slope of zero. */
export function withoutSlope(x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  const op = customGrad((given) => ({
    value: compute(given as Tensor),
    gradFunc: (dy: Tensor) => zerosLike(dy),
  }));
  return op(x);
}

/** Of what is not above zero alone: an exponential of more could be infinite. */
function elu(x: Tensor, scale: number): Tensor {
  return add(relu(x), mul(sub(exp(minimum(x, 0)), 1), scale));
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
export function powered(x: Tensor, exponent: number): Tensor {
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
