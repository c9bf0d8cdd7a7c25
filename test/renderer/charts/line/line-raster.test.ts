import { expect, it } from 'vitest';
import { pixelOf, type Raster, rasterLine } from '../../../../src-renderer/charts/line/line-raster';

function rasterOf(width: number, height: number): Raster {
  return { pixels: new Uint32Array(width * height), width, height };
}

/** The picture row by row: a mark where something is drawn. */
function rows({ pixels, width, height }: Raster): readonly string[] {
  return Array.from({ length: height }, (_, row) =>
    Array.from(pixels.subarray(row * width, (row + 1) * width), (pixel) => (pixel ? '#' : '.')).join(''),
  );
}

function drawn(raster: Raster, points: readonly (readonly [number, number])[]) {
  const x = Float64Array.from(points, ([place]) => place);
  const y = Float64Array.from(points, ([, value]) => value);
  rasterLine(raster, x, y, points.length, { colour: 1, thickness: 1 });
  return rows(raster);
}

it('draws a level line one pixel high, through every column', () => {
  expect(
    drawn(rasterOf(4, 3), [
      [0, 1.5],
      [4, 1.5],
    ]),
  ).toEqual(['....', '####', '....']);
});

it('draws a spike between two columns as high as it is, however many points share its column', () => {
  const flat = Array.from({ length: 50 }, (_, index) => [index / 10, 3.5] as const);
  const picture = drawn(rasterOf(5, 4), [...flat.slice(0, 25), [2.45, 0], ...flat.slice(25)]);
  expect(picture.map((row) => row[2])).toEqual(['#', '#', '#', '#']);
  expect(picture[0]).toBe('..#..');
});

it('draws a column as high as all its pieces, and apart where the pen was lifted in it', () => {
  const up = drawn(rasterOf(1, 6), [
    [0.1, 0.5],
    [0.2, 2.5],
    [0.3, 1.5],
  ]);
  expect(up.join('')).toBe('###...');
  const apart = drawn(rasterOf(1, 6), [
    [0.1, 0.5],
    [0.2, 1.5],
    [0.3, Number.NaN],
    [0.4, 4.5],
    [0.5, 5.5],
  ]);
  expect(apart.join('')).toBe('##..##');
});

it('lifts the pen where a value is no number', () => {
  const picture = drawn(rasterOf(6, 1), [
    [0, 0.5],
    [2, 0.5],
    [3, Number.NaN],
    [4, 0.5],
    [6, 0.5],
  ]);
  expect(picture).toEqual(['###.##']);
});

it('draws only what lies in the picture', () => {
  expect(
    drawn(rasterOf(6, 1), [
      [-3, 0.5],
      [9, 0.5],
    ]),
  ).toEqual(['######']);
});

it('reads a colour of the page as an opaque pixel', () => {
  expect([...new Uint8Array(Uint32Array.of(pixelOf('#0a0bff')).buffer)]).toEqual([10, 11, 255, 255]);
});
