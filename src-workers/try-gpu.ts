import { sentenceOf } from '../src-shared/errors';
import { GraphBuilder } from './engine/graph/graph-builder';
import { loadBinding } from './engine/tensorflow/binding';
import { Session } from './engine/tensorflow/session';

// A process of its own tries the GPU that it sees, since a driver or library that does not fit may end the process.

const [rows, inner, columns] = [64, 32, 16];
const floatType = { kind: 'type', type: 'float32' } as const;
const no = { kind: 'bool', value: false } as const;

/** Small whole numbers, whose products and sums no format rounds. */
function wholeNumbers(count: number, step: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => ((index * step) % 15) - 7);
}

/** a * b + c, in plain JavaScript. */
function expected(a: Float32Array, b: Float32Array, c: Float32Array): Float32Array {
  return c.map((start, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = start;
    for (let k = 0; k < inner; k += 1) sum += (a[row * inner + k] ?? 0) * (b[k * columns + column] ?? 0);
    return sum;
  });
}

function tryOut(path: string): void {
  const binding = loadBinding(path, false);
  const graph = new GraphBuilder();
  const [a, b, c] = [
    graph.placeholder('a', [rows, inner], 'float32'),
    graph.placeholder('b', [inner, columns], 'float32'),
    graph.placeholder('c', [rows, columns], 'float32'),
  ];
  const output = { shape: [rows, columns], type: 'float32' } as const;
  const product = graph.add('MatMul', [a, b], { T: floatType, transpose_a: no, transpose_b: no }, output);
  const sum = graph.add('AddV2', [product, c], { T: floatType }, output);
  const [left, right, start] = [
    wholeNumbers(rows * inner, 7),
    wholeNumbers(inner * columns, 4),
    wholeNumbers(rows * columns, 11),
  ];
  const [computed] = new Session(binding, graph.nodes).run(
    new Map([
      [a, left],
      [b, right],
      [c, start],
    ]),
    [sum],
  );
  const wrong = expected(left, right, start).filter((value, at) => value !== computed?.[at]).length;
  if (wrong > 0)
    throw new Error(`${wrong} of ${rows * columns} numbers of a matrix product and an addition were wrong.`);
}

try {
  tryOut(process.env.PARASAMPLE_BINDING ?? '');
  process.exit(0);
} catch (error) {
  process.stderr.write(`PARASAMPLE ${sentenceOf(error, 'The test')}\n`, () => process.exit(1));
}
