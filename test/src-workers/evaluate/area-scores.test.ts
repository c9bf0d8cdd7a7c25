import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rowAreas } from '../../../src-files/data/row-areas';
import { RegressionEvaluation } from '../../../src-workers/evaluate/regression-evaluation';

/** With WeatherBench 2's weights of latitudes on the globe, and the like in a region, by scoringrules and xarray (test/parity/record_area_scores.py). */
const { samples, columns, noise, stds, cases } = JSON.parse(
  readFileSync('test/parity/fixtures/area-scores.json', 'utf8'),
) as {
  readonly samples: number;
  readonly columns: number;
  readonly noise: number;
  readonly stds: readonly number[];
  readonly cases: readonly {
    readonly latitude: readonly number[];
    readonly weights: readonly number[];
    readonly means: readonly number[];
    readonly truths: readonly number[];
    readonly expected: Readonly<Record<string, number>>;
  }[];
};

describe.each(cases)(
  'fields on the latitudes $latitude',
  ({ latitude, weights, means, truths, expected }) => {
    test('have rows of the areas between the middles of their neighbours, on the globe as WeatherBench 2 has them', () => {
      expect([...rowAreas(latitude)]).toEqual(weights.map((weight) => expect.closeTo(weight, 12)));
    });

    test('are scored by area, together and each in its own unit', () => {
      const perRow = columns * stds.length;
      const areas = rowAreas(latitude);
      const evaluation = new RegressionEvaluation({
        noise: { kind: 'by-sample', stds: new Float64Array(samples).fill(noise) },
        targetNames: ['t', 'u'],
        targetStd: stds,
        areas: Float64Array.from(
          { length: latitude.length * perRow },
          (_, at) => areas[Math.floor(at / perRow)],
        ),
      });
      evaluation.add(Float32Array.from(means), samples, Float32Array.from(truths));
      const close = Object.fromEntries(
        Object.entries(expected).map(([name, score]) => [name, expect.closeTo(score, 5)]),
      );
      expect(evaluation.scores()).toMatchObject(close);
    });
  },
);

test('what has no areas has no such scores', () => {
  const evaluation = new RegressionEvaluation({
    noise: { kind: 'samples' },
    targetNames: ['y'],
    targetStd: [1],
  });
  evaluation.add(Float32Array.of(1, 2), 2, Float32Array.of(1));
  expect(Object.keys(evaluation.scores()).filter((name) => name.includes('Area'))).toEqual([]);
});
