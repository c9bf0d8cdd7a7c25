import type { FieldSeries } from './field';

/** Those of the rows of fields; undefined where their rows are no latitudes. */
export function areasOfRows({
  axes,
  rows,
  height,
}: Pick<FieldSeries, 'axes' | 'rows' | 'height'>): Float64Array | undefined {
  const [, y] = axes;
  const { units = '', standard_name: standardName = '' } = y.attributes;
  const areLatitudes =
    standardName === 'latitude' || /^degrees?_?n(orth)?$/i.test(units) || /^lat(itude)?$/i.test(y.name);
  if (!areLatitudes || rows.length !== height || !rows.every((row) => Math.abs(row) <= 90)) return undefined;
  return rowAreas(rows);
}

/**
 * Areas of the rows of a grid of latitudes, in times of their mean: between the middles of neighbouring rows. The outer rows of a grid of the globe
 * reach to the poles, as WeatherBench 2 has them (Rasp et al. 2024, equation 1); those of a region as far out as in.
 * @param latitudes in degrees, rising or falling
 */
export function rowAreas(latitudes: ArrayLike<number>): Float64Array {
  const rows = latitudes.length;
  if (rows === 1) return Float64Array.of(1);
  const bounds = Float64Array.from({ length: rows + 1 }, (_, at) => {
    if (at === 0) return outerBound(latitudes[0], latitudes[1]);
    if (at === rows) return outerBound(latitudes[rows - 1], latitudes[rows - 2]);
    return (latitudes[at - 1] + latitudes[at]) / 2;
  });
  const areas = Float64Array.from({ length: rows }, (_, at) =>
    Math.abs(sine(bounds[at + 1]) - sine(bounds[at])),
  );
  const mean = areas.reduce((sum, area) => sum + area, 0) / rows;
  return areas.map((area) => area / mean);
}

/** Rows in single precision are a little off the distance that they have. */
const rounding = 1e-4;

/** The pole where it is no further than the next row would be: rows of Gaussian grids, and of those without their poles, end there. */
function outerBound(edge: number, neighbour: number): number {
  const distance = edge - neighbour;
  const pole = 90 * Math.sign(distance);
  return Math.abs(pole - edge) <= Math.abs(distance) * (1 + rounding) ? pole : edge + distance / 2;
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}
