import { expect, test } from 'vitest';
import { sortedNumbers } from '../../../src-files/look/sorted-numbers';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

const odd = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 5e-324, -5e-324, Number.MAX_VALUE, 2 ** 53, 0.1];

/** Of many sizes and both signs, some of them twice. */
function numbersOf(count: number): Float64Array {
  const normal = new Float32Array(count);
  fillStatelessNormal(5, 1, normal);
  return Float64Array.from(normal, (value, at) =>
    at % 7 === 0 ? (odd[at % odd.length] ?? 0) : value * 10 ** ((at % 40) - 20),
  );
}

test.each([0, 1, 12, 19_999, 20_000, 60_001])(
  '%i numbers are as sort has them, without those that are none',
  (count) => {
    const numbers = numbersOf(count);
    const before = numbers.slice();
    const sorted = sortedNumbers(numbers);
    const expected = numbers.filter((number) => !Number.isNaN(number)).sort();
    expect(sorted.length).toBe(expected.length);
    expect(sorted.every((number, at) => Object.is(number, expected[at]))).toBe(true);
    expect(numbers).toEqual(before);
  },
);
