import { expect, test } from 'vitest';
import { ordinalScores } from '../../../../src-workers/evaluate/scores/ordinal-scores';
import recorded from '../../../parity/fixtures/ordinal.json';

const logs = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat(), Math.log);

test('ranked probability scores are those of scoringrules, errors in ranks of the medians those of scikit-learn', () => {
  const { probabilities, labels, rps, rankError } = recorded.scores;
  const scores = ordinalScores(logs(probabilities), labels, 5);
  expect(scores.rps).toBeCloseTo(rps, 10);
  expect(scores.rankError).toBeCloseTo(rankError, 10);
});

test('by hand: of three classes, the truth the last', () => {
  const { rps, rankError } = ordinalScores(logs([[0.5, 0.3, 0.2]]), [2], 3);
  expect(rps).toBeCloseTo(0.5 ** 2 + 0.8 ** 2, 12);
  expect(rankError).toBe(2);
});

test('a near miss is better than a far one, which accuracy and Brier score do not tell', () => {
  const [near, far] = [logs([[0, 1, 0]]), logs([[1, 0, 0]])].map((one) => ordinalScores(one, [2], 3));
  expect(near).toEqual({ rps: 1, rankError: 1 });
  expect(far).toEqual({ rps: 2, rankError: 2 });
});

test('a probability that is no number makes them none', () => {
  expect(ordinalScores(Float64Array.of(Number.NaN, 0, 0), [0], 3)).toEqual({
    rps: Number.NaN,
    rankError: Number.NaN,
  });
});
