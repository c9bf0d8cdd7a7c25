import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bulkEss, rHat } from '../../../../src-workers/evaluate/scores/chain-convergence';

interface Recorded {
  readonly chains: readonly (readonly number[])[];
  readonly rHat: number;
  readonly bulkEss: number;
}

/** As ArviZ says it (test/parity/record_arviz.py). */
const { cases } = JSON.parse(readFileSync('test/parity/fixtures/chain-convergence.json', 'utf8')) as {
  readonly cases: Readonly<Record<string, Recorded>>;
};

test.each(Object.entries(cases))('R-hat and ESS of %s are those of ArviZ', (_name, recorded) => {
  expect(rHat(recorded.chains)).toBeCloseTo(recorded.rHat, 6);
  expect(bulkEss(recorded.chains) / recorded.bulkEss).toBeCloseTo(1, 6);
});

test('too few draws to split have neither', () => {
  expect(
    rHat([
      [1, 2, 3],
      [1, 2, 4],
    ]),
  ).toBeNaN();
  expect(
    bulkEss([
      [1, 2, 3],
      [1, 2, 4],
    ]),
  ).toBeNaN();
});
