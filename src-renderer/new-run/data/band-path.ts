import type { CurveLook } from '../../../src-shared/data/data-look';

export interface BandPath {
  readonly low: number;
  readonly high: number;
  /** One for each stretch without gaps. */
  readonly paths: readonly string[];
}

/** A curve from the least to the most of each place as paths of SVG; where nothing is known there is a gap. */
export function bandPath({ least, most }: CurveLook, width: number, height: number): BandPath {
  const known = [...least, ...most].filter(Number.isFinite);
  const [low, high] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 0];
  const x = (place: number) => ((place * width) / Math.max(1, least.length - 1)).toFixed(1);
  const y = (value: number) => (height - 3 - ((height - 6) * (value - low)) / (high - low || 1)).toFixed(1);
  const paths = stretches(least).map(([first, end]) => {
    const places = Array.from({ length: end - first }, (_, at) => first + at);
    const above = places.map((place) => `${x(place)} ${y(most[place] ?? 0)}`);
    const below = places.reverse().map((place) => `${x(place)} ${y(least[place] ?? 0)}`);
    return `M${[...above, ...below].join('L')}Z`;
  });
  return { low, high, paths };
}

/** From the first place to before the end of each stretch of known values. */
function stretches(values: readonly number[]): readonly (readonly [first: number, end: number])[] {
  const found: [number, number][] = [];
  for (const [place, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const last = found.at(-1);
    if (last && last[1] === place) last[1] = place + 1;
    else found.push([place, place + 1]);
  }
  return found;
}
