import type { DoubtBins } from '../../../../src-shared/assessment/doubt-bins';

/** Squares of one shade, as one path: thousands of elements would make the page slow. */
export interface DoubtShade {
  readonly path: string;
  /** Above 0, 1 where most items are. */
  readonly darkness: number;
  /** Of the items that are wrong: 0 or 1 only where none or all are. */
  readonly wrongShare: number;
}

const darknesses = 8;
const shares = 4;

/**
 * Squares of a plane by how many items are in them, by the logarithm: most items lie together, and single ones are to be seen too.
 * @param place left, top, width and height of the plane
 */
export function doubtShades(
  { cells, parts }: DoubtBins,
  [left, top, wide, high]: readonly [number, number, number, number],
): readonly DoubtShade[] {
  const most = cells.reduce((largest, [, , items]) => Math.max(largest, items), 1);
  const [width, height] = [wide / parts, high / parts];
  const paths = new Map<number, string>();
  for (const [across, up, items, wrong] of cells) {
    const darkness = Math.max(1, Math.round((darknesses * Math.log1p(items)) / Math.log1p(most)));
    const shade = darkness * (shares + 1) + shareOf(items, wrong);
    const [x, y] = [left + across * width, top + high - (up + 1) * height];
    const square = `M${rounded(x)} ${rounded(y)}h${rounded(width)}v${rounded(height)}h${rounded(-width)}z`;
    paths.set(shade, (paths.get(shade) ?? '') + square);
  }
  return [...paths].map(([shade, path]) => ({
    path,
    darkness: Math.floor(shade / (shares + 1)) / darknesses,
    wrongShare: (shade % (shares + 1)) / shares,
  }));
}

function shareOf(items: number, wrong: number): number {
  if (wrong === 0 || wrong === items) return wrong === 0 ? 0 : shares;
  return Math.min(shares - 1, Math.max(1, Math.round((shares * wrong) / items)));
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
