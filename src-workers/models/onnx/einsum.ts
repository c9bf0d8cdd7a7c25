import { reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import { textAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { type Call, input, type Operator, refusal } from './call';
import { multiply } from './products';
import { computed, inOrder, moved, shapeOf, type Value } from './value';

export const einsumOperators: { readonly [Name in OperatorName]?: Operator } = {
  Einsum: (call) => einsum(call),
};

/** A tensor whose axes behind that of the samples carry letters. */
interface Lettered {
  readonly x: Tensor;
  readonly letters: readonly string[];
}

/** Einstein's sums: axes of one letter are multiplied, and summed over where the result has not that letter. */
function einsum(call: Call): Value {
  const equation = textAttribute(call.node, 'equation', '').replaceAll(' ', '');
  const [left, right] = equation.split('->');
  const terms = left
    .split(',')
    .map((term, place) => lettersOf(call, term, shapeOf(input(call, place)).length));
  const others = terms.flat().filter((letter) => /\d/.test(letter));
  const between = [...new Set(others)].sort();
  const wanted = right === undefined ? implied(terms.flat(), between) : spread(right, between);
  const factors = terms.map((letters, place) => ({ x: inOrder(input(call, place)), letters }));
  const product = factors.reduce((all, next, at) => {
    const needed = new Set([...wanted, ...terms.slice(at + 1).flat()]);
    return contracted(all, next, needed);
  });
  const whole = summedTo(product, new Set(wanted));
  return computed(moved(whole.x, [0, ...wanted.map((letter) => whole.letters.indexOf(letter) + 1)]));
}

/** Axes that `...` stands for are numbered from the back, so that those of all terms go together. */
function lettersOf(call: Call, term: string, rank: number): readonly string[] {
  const count = rank - term.replace('...', '').length;
  const between = Array.from({ length: Math.max(count, 0) }, (_, at) => String(10 + at + 80 - count));
  const letters = spread(term, between);
  if (new Set(letters).size === letters.length) return letters;
  throw refusal(call.node, `takes a diagonal (${term} has a letter twice), which is not done here`);
}

function spread(term: string, between: readonly string[]): readonly string[] {
  const [before, after] = term.split('...');
  return after === undefined ? [...before] : [...before, ...between, ...after];
}

/** Without an arrow: letters that stand once, in the alphabet's order. */
function implied(letters: readonly string[], between: readonly string[]): readonly string[] {
  const once = letters.filter(
    (letter) => !/\d/.test(letter) && letters.indexOf(letter) === letters.lastIndexOf(letter),
  );
  return [...between, ...once.sort()];
}

function summedTo({ x, letters }: Lettered, needed: ReadonlySet<string>): Lettered {
  const gone = letters.flatMap((letter, axis) => (needed.has(letter) ? [] : [axis + 1]));
  if (gone.length === 0) return { x, letters };
  return { x: sum(x, gone), letters: letters.filter((letter) => needed.has(letter)) };
}

/** Two factors as one product of matrices, for each place of the letters that both have and that stay. */
function contracted(first: Lettered, second: Lettered, needed: ReadonlySet<string>): Lettered {
  const a = summedTo(first, new Set([...needed, ...second.letters]));
  const b = summedTo(second, new Set([...needed, ...first.letters]));
  const both = a.letters.filter((letter) => b.letters.includes(letter));
  const [stays, goes] = [both.filter((one) => needed.has(one)), both.filter((one) => !needed.has(one))];
  const [ofA, ofB] = [a, b].map(({ letters }) => letters.filter((letter) => !both.includes(letter)));
  const rows = matrices(a, stays, ofA, goes);
  const columns = matrices(b, stays, goes, ofB);
  const product = multiply(rows, columns);
  const lengths = (letters: readonly string[], of: Lettered) => letters.map((letter) => lengthOf(of, letter));
  const ofBoth = stays.map((letter) => Math.max(lengthOf(a, letter), lengthOf(b, letter)));
  return {
    x: reshape(product, [product.shape[0], ...ofBoth, ...lengths(ofA, a), ...lengths(ofB, b)]),
    letters: [...stays, ...ofA, ...ofB],
  };
}

/** [samples or 1, ...stays, rows, columns] */
function matrices(
  { x, letters }: Lettered,
  stays: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): Tensor {
  const order = [...stays, ...rows, ...columns].map((letter) => letters.indexOf(letter) + 1);
  const length = (of: readonly string[]) =>
    of.reduce((product, letter) => product * lengthOf({ x, letters }, letter), 1);
  const shape = [
    x.shape[0],
    ...stays.map((letter) => lengthOf({ x, letters }, letter)),
    length(rows),
    length(columns),
  ];
  return reshape(moved(x, [0, ...order]), shape);
}

function lengthOf({ x, letters }: Lettered, letter: string): number {
  return x.shape[letters.indexOf(letter) + 1];
}
