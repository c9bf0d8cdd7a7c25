import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { betaLogit, fitBeta } from '../../../src-workers/calibrate/beta';
import { claimsOf } from '../../../src-workers/calibrate/binary-claims';
import {
  byBeta,
  byIsotonic,
  fitBetaMaps,
  fitIsotonicCurves,
} from '../../../src-workers/calibrate/class-maps';
import { fitIsotonic, valueAt } from '../../../src-workers/calibrate/isotonic';

const numbers = z.array(z.number());
const binary = z.object({ scores: numbers, labels: numbers, asked: numbers, beta: numbers });
const recorded = z
  .object({
    binary: binary.extend({ isotonic: numbers, betaRegularised: numbers }),
    falling: binary,
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'calibration.json'), 'utf8')));

type Case = z.output<typeof binary>;

/** What beta calibration makes of the probabilities that the fixture asks for. */
function fittedBeta({ scores, labels, asked }: Case, priorPrecision: number): readonly number[] {
  const claims = {
    likely: Float64Array.from(scores, Math.log),
    unlikely: Float64Array.from(scores, (p) => Math.log1p(-p)),
    came: labels.map((label) => label === 1),
  };
  const map = fitBeta(claims, priorPrecision);
  return asked.map((p) => 1 / (1 + Math.exp(-betaLogit(map, Math.log(p), Math.log1p(-p)))));
}

function expectClose(found: readonly number[], expected: readonly number[], digits: number): void {
  expect(found).toHaveLength(expected.length);
  for (const [place, value] of expected.entries()) expect(found[place]).toBeCloseTo(value, digits);
}

test('an isotonic curve is that of scikit-learn, beyond its ends too', () => {
  const { scores, labels, asked, isotonic } = recorded.binary;
  const curve = fitIsotonic(scores, labels);
  const found = asked.map((p) => valueAt(curve, p));
  expectClose(found, isotonic, 12);
});

test('an isotonic curve by hand: what falls is pooled, and places in between lie on a straight line', () => {
  const curve = fitIsotonic([0.1, 0.2, 0.3, 0.9], [0, 1, 0, 1]);
  expect(curve).toEqual({ at: [0.1, 0.2, 0.3, 0.9], values: [0, 0.5, 0.5, 1] });
  expect(valueAt(curve, 0.6)).toBeCloseTo(0.75, 12);
});

describe('beta calibration', () => {
  test('is that of betacal where the items alone count', () => {
    // Its solver stops where the gradient is below 1e-4, and the optimum is flat along one direction.
    expectClose(fittedBeta(recorded.binary, 0), recorded.binary.beta, 3);
  });

  test('is what SciPy minimises with a standard normal distribution around no change', () => {
    expectClose(fittedBeta(recorded.binary, 1), recorded.binary.betaRegularised, 6);
  });

  test('leaves out slopes that would be negative, as betacal does', () => {
    expectClose(fittedBeta(recorded.falling, 0), recorded.falling.beta, 3);
  });

  test('stays finite where the items are kept apart', () => {
    const claims = {
      likely: Float64Array.of(-20, -0.01),
      unlikely: Float64Array.of(-1e-9, -4.6),
      came: [false, true],
    };
    const { a, b, c } = fitBeta(claims, 1);
    for (const value of [a, b, c]) expect(Math.abs(value)).toBeLessThan(5);
  });
});

describe('one class against the others', () => {
  const logs = (...probabilities: number[]) => Float64Array.from(probabilities, Math.log);
  const classNames = ['a', 'b'];
  const known = { logProbabilities: logs(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.4, 0.6), labels: [0, 1, 1, 0] };

  test('rows are probabilities again, of two classes the same from both sides', () => {
    const maps = [...fitBetaMaps({ ...known, classNames })];
    expect(maps[0]?.a).toBeCloseTo(maps[1]?.b ?? Number.NaN, 8);
    expect(maps[0]?.c).toBeCloseTo(-(maps[1]?.c ?? Number.NaN), 8);
    const rows = byBeta(known.logProbabilities, { maps }).map(Math.exp);
    for (let item = 0; item < 4; item += 1)
      expect((rows[2 * item] ?? 0) + (rows[2 * item + 1] ?? 0)).toBeCloseTo(1, 12);
  });

  test('isotonic by hand: no class is impossible, as if one more item were spread over all of them', () => {
    const curves = [...fitIsotonicCurves({ ...known, classNames })];
    // Of a: 0.3 (no), 0.4 (yes), 0.8 (no), 0.9 (yes): 0, 1/2, 1/2, 1.
    const rows = byIsotonic(logs(0.3, 0.7, 0.8, 0.2, 0.9, 0.1), { curves }, 4).map(Math.exp);
    expectClose([...rows], [0.1, 0.9, 0.5, 0.5, 0.9, 0.1], 12);
  });

  test('a class without validation items is named', () => {
    expect(() => fitIsotonicCurves({ ...known, labels: [0, 0, 0, 0], classNames })).toThrow(
      /^--method: isotonic is fitted class by class, and no validation item is of class b; train with a larger/,
    );
  });
});

test('the doubt of a nearly sure class is the sum of the others, not what rounding leaves of 1', () => {
  const { likely, unlikely } = claimsOf(Float32Array.of(-1e-10, -23.5, -23.5), 3, 0);
  expect(likely[0]).toBeCloseTo(-1e-10, 12);
  expect(unlikely[0]).toBeCloseTo(-23.5 + Math.log(2), 5);
  // An impossible class counts as the least that a number tells from 0.
  expect(claimsOf(Float32Array.of(-9000, 0), 2, 0).likely[0]).toBeCloseTo(-36.04, 2);
});
