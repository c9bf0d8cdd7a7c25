/** (sqrt(5) - 1) / 2: its multiples, modulo 1, fill the unit interval evenly and in no period. */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * The place that stands for one of many equal parts of a row of things. Places at the middle of each part would have a period, and where
 * that is a year, or whole days, all of one season or hour.
 * @param part from 0
 */
export function spreadPlace(part: number, first: number, end: number): number {
  return first + Math.floor((((part + 0.5) * goldenRatio) % 1) * (end - first));
}
