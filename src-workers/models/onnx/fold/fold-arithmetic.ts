import { intAttribute } from '../../../../src-files/onnx/attributes';
import type { OnnxKind } from '../../../../src-files/onnx/network-file';
import type { OperatorName } from '../../../../src-files/onnx/operators';
import { sizeOf } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Call } from '../call';
import { type Known, known } from '../value';

type Binary = (a: number, b: number, isInt: boolean) => number;

const arithmetic: { readonly [Name in OperatorName]?: Binary } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b, isInt) => (isInt ? Math.trunc(a / b) : a / b),
  Pow: (a, b) => a ** b,
  Max: (a, b) => Math.max(a, b),
  Min: (a, b) => Math.min(a, b),
  Sum: (a, b) => a + b,
};

const logic: { readonly [Name in OperatorName]?: Binary } = {
  And: (a, b) => Number(a !== 0 && b !== 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
  Xor: (a, b) => Number((a !== 0) !== (b !== 0)),
};

const comparisons: { readonly [Name in OperatorName]?: Binary } = {
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
};

const unary: { readonly [Name in OperatorName]?: (x: number) => number } = {
  Abs: Math.abs,
  Ceil: Math.ceil,
  Cos: Math.cos,
  Exp: Math.exp,
  Floor: Math.floor,
  Identity: (x) => x,
  Log: Math.log,
  Neg: (x) => -x,
  Not: (x) => Number(x === 0),
  Reciprocal: (x) => 1 / x,
  Sign: Math.sign,
  Sin: Math.sin,
  Sqrt: Math.sqrt,
};

/** Arithmetic of numbers that are known; undefined for operators that are none. */
export function foldArithmetic(
  { node }: Call,
  operator: OperatorName,
  inputs: readonly Known[],
): Known | undefined {
  const [first] = inputs;
  const one = unary[operator];
  if (one) return known(first.type, first.shape, first.values.map(one));
  const compare = comparisons[operator] ?? logic[operator];
  if (compare) return combine(inputs[0], inputs[1], 'bool', compare);
  const two = arithmetic[operator];
  if (two) return inputs.slice(1).reduce((sum, next) => combine(sum, next, first.type, two), first);
  if (operator === 'Where') return choose(inputs);
  if (operator === 'Mod')
    return combine(
      inputs[0],
      inputs[1],
      first.type,
      intAttribute(node, 'fmod', 0) ? fractionLeft : floorLeft,
    );
  return undefined;
}

/** With the sign of the number. */
function fractionLeft(a: number, b: number): number {
  return a % b;
}

/** With the sign of the divisor. */
function floorLeft(a: number, b: number): number {
  const left = a % b;
  return left !== 0 && left < 0 !== b < 0 ? left + b : left;
}

function combine(a: Known, b: Known, type: OnnxKind, compute: Binary): Known {
  const shape = broadcastShape(a.shape, b.shape);
  const [left, right] = [placesOf(a.shape, shape), placesOf(b.shape, shape)];
  const isInt = a.type === 'int';
  const values = left.map((from, place) => compute(a.values[from], b.values[right[place]], isInt));
  return known(type, shape, values);
}

function choose([condition, yes, no]: readonly Known[]): Known {
  const shape = broadcastShape(broadcastShape(condition.shape, yes.shape), no.shape);
  const [asked, first, second] = [condition, yes, no].map((one) => placesOf(one.shape, shape));
  const values = asked.map((from, place) =>
    condition.values[from] ? yes.values[first[place]] : no.values[second[place]],
  );
  return known(yes.type, shape, values);
}

/** The shape that two have together; axes are counted from the back. */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a, b].map((shape) => shape[axis - rank + shape.length] ?? 1);
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`[${a.join(', ')}] and [${b.join(', ')}] do not go together`);
    return left === 1 ? right : left;
  });
}

/** Where each number of `shape` comes from in a tensor that is repeated to it. */
export function placesOf(given: readonly number[], shape: readonly number[]): readonly number[] {
  const own = [...Array<number>(shape.length - given.length).fill(1), ...given];
  const steps = own.map((length, axis) => (length === 1 ? 0 : sizeOf(own.slice(axis + 1))));
  return Array.from({ length: sizeOf(shape) }, (_, place) => {
    let [rest, from] = [place, 0];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      from += (rest % shape[axis]) * steps[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return from;
  });
}
