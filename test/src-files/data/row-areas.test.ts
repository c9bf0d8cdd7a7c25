import { describe, expect, test } from 'vitest';
import { rowAreas } from '../../../src-files/data/row-areas';

const sine = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
const even = (first: number, step: number, rows: number) =>
  Array.from({ length: rows }, (_, row) => first + step * row);
const close = (values: readonly number[], digits: number) =>
  values.map((value) => expect.closeTo(value, digits));

describe('rows of a region reach as far out as in', () => {
  test('15 and 45 degrees: bands from 0 to 30 and from 30 to 60, whose sines are 0, 1/2 and the root of 3/4', () => {
    const [low, high] = [1 / 2, Math.sqrt(3) / 2 - 1 / 2];
    const mean = Math.sqrt(3) / 4;
    expect([...rowAreas([15, 45])]).toEqual(close([low / mean, high / mean], 12));
  });

  test('20 to 60 degrees, by a table of sines from 15 to 65, north or south, rising or falling', () => {
    // 0.25882, 0.42262, 0.57358, 0.70711, 0.81915, 0.90631: their differences by a fifth of all.
    const weights = [1.2649, 1.1657, 1.0311, 0.8652, 0.673];
    const latitudes = even(20, 10, 5);
    expect([...rowAreas(latitudes)]).toEqual(close(weights, 3));
    expect([...rowAreas(latitudes.toReversed())]).toEqual(close(weights.toReversed(), 3));
    expect([...rowAreas(latitudes.map((latitude) => -latitude))]).toEqual(close(weights, 3));
  });

  test('a fine one from 20 to 60 degrees is nearly that of the cosines', () => {
    const latitudes = even(20, 1.25, 33);
    const cosines = latitudes.map((latitude) => sine(90 - latitude));
    const mean = cosines.reduce((sum, cosine) => sum + cosine) / cosines.length;
    expect([...rowAreas(latitudes)]).toEqual(
      close(
        cosines.map((cosine) => cosine / mean),
        6,
      ),
    );
  });

  test('one that ends at a pole is bounded by it', () => {
    const bounds = [52.5, 67.5, 82.5, 90].map(sine);
    const mean = (1 - bounds[0]) / 3;
    expect([...rowAreas([60, 75, 90])]).toEqual(
      close(
        [bounds[1] - bounds[0], bounds[2] - bounds[1], 1 - bounds[2]].map((area) => area / mean),
        12,
      ),
    );
  });
});

describe('outer rows of the globe reach to the poles, as WeatherBench 2 has them', () => {
  const gaussian = gaussianLatitudes(64);
  test.each([
    ['with rows at the poles', even(-90, 1.5, 121)],
    ['without them', even(87.1875, -5.625, 32)],
    ['without that of the south', even(90, -0.25, 720)],
    ['of a Gaussian grid', gaussian],
    ['of a Gaussian grid in single precision', [...Float32Array.from(gaussian)]],
    ['a tenth of a degree apart in single precision', [...Float32Array.from(even(-89.9, 0.1, 1799))]],
  ])('%s', (_, latitudes) => {
    const areas = rowAreas(latitudes);
    const rows = latitudes.length;
    // Of the whole sphere, whose rows have 2 / rows each in the mean.
    const cap = (one: number, other: number) => ((1 - Math.abs(sine((one + other) / 2))) * rows) / 2;
    expect(areas[0]).toBeCloseTo(cap(latitudes[0], latitudes[1]), 10);
    expect(areas[rows - 1]).toBeCloseTo(cap(latitudes[rows - 1], latitudes[rows - 2]), 10);
  });
});

/** Where the Legendre polynomial of that degree is 0, by Newton's method. */
function gaussianLatitudes(rows: number): readonly number[] {
  return Array.from({ length: rows }, (_, row) => {
    let at = Math.cos((Math.PI * (row + 0.75)) / (rows + 0.5));
    for (let round = 0; round < 50; round += 1) {
      let [before, here] = [1, at];
      for (let degree = 2; degree <= rows; degree += 1)
        [before, here] = [here, ((2 * degree - 1) * at * here - (degree - 1) * before) / degree];
      at -= here / ((rows * (at * here - before)) / (at * at - 1));
    }
    return (Math.asin(at) * 180) / Math.PI;
  });
}
