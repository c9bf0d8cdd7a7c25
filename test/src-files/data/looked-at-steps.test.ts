import { expect, test } from 'vitest';
import { lookedAtSteps, stepsIn } from '../../../src-files/data/looked-at-steps';

test('all steps that lie in memory are looked at, and all of a few on the disk', () => {
  expect(lookedAtSteps({}, { first: 0, end: 1e6 }, 1e6)).toEqual([{ first: 0, end: 1e6 }]);
  expect(lookedAtSteps({ together: 4 }, { first: 3, end: 50 }, 2, 100)).toEqual([{ first: 3, end: 50 }]);
});

test('of many on the disk evenly spread ones are, together as they lie there, within the span', () => {
  const spans = lookedAtSteps({ together: 10 }, { first: 5, end: 2005 }, 1, 400);
  expect(spans).toHaveLength(40);
  expect(stepsIn(spans)).toBeLessThanOrEqual(400);
  for (const [at, { first, end }] of spans.entries()) {
    expect(first >= 5 && end <= 2005 && end > first).toBe(true);
    expect(first % 10 === 0 || first === 5).toBe(true);
    // One of each equal part.
    const group = Math.floor(first / 10);
    expect(group).toBeGreaterThanOrEqual(Math.floor((at * 201) / 40));
    expect(group).toBeLessThan(Math.floor(((at + 1) * 201) / 40));
  }
});

test('of chunks that hold a great many steps a few are read all the same', () => {
  expect(lookedAtSteps({ together: 100 }, { first: 0, end: 10_000 }, 1000, 50_000)).toHaveLength(16);
});

test.each([16, 19, 20, 38])(
  'of %i years of hours, steps of each season and hour are: means are those of all',
  (years) => {
    const year = 365.25 * 24;
    const hours = { first: 0, end: years * year };
    // As many steps as there are years, each in a chunk of its own.
    const spans = lookedAtSteps({ together: 1 }, hours, 1, years);
    expect(new Set(spans.map(({ first }) => first)).size).toBe(years);
    for (const period of [24, year]) {
      const angles = spans.map(({ first }) => (2 * Math.PI * first) / period);
      const resultant = Math.hypot(
        angles.reduce((sum, angle) => sum + Math.cos(angle), 0) / years,
        angles.reduce((sum, angle) => sum + Math.sin(angle), 0) / years,
      );
      // 1 where all are of one season or hour, 0 where they are spread evenly.
      expect(resultant).toBeLessThan(0.4);
    }
  },
);
