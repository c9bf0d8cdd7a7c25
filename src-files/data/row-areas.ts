/**
 * Areas of the rows of a grid of latitudes, in times of their mean: between the middles of neighbouring rows, and up to the poles, as WeatherBench 2
 * has them (Rasp et al. 2024, equation 1).
 * @param latitudes in degrees, rising or falling
 */
export function rowAreas(latitudes: ArrayLike<number>): Float64Array {
  const rows = latitudes.length;
  if (rows === 1) return Float64Array.of(1);
  const sine = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
  const pole = latitudes[rows - 1] > latitudes[0] ? 90 : -90;
  const bounds = Float64Array.from({ length: rows + 1 }, (_, at) => {
    if (at === 0) return -pole;
    return at === rows ? pole : (latitudes[at - 1] + latitudes[at]) / 2;
  });
  const areas = Float64Array.from({ length: rows }, (_, at) =>
    Math.abs(sine(bounds[at + 1]) - sine(bounds[at])),
  );
  const mean = areas.reduce((sum, area) => sum + area, 0) / rows;
  return areas.map((area) => area / mean);
}
