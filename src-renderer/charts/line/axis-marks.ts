import { linearTicks, tickText } from './ticks';

/** A round value of an axis, and its text. */
export interface AxisMark {
  readonly value: number;
  readonly text: string;
}

/** The few round values of an axis from 0 to `most`, as precise as they are apart. */
export function axisMarks(most: number): readonly AxisMark[] {
  return marksBetween(0, most);
}

/** About `most` round values of an axis between two ends, as precise as they are apart; `isWhole` where it counts things. */
export function marksBetween(from: number, to: number, isWhole = false, most = 5): readonly AxisMark[] {
  const ticks = severalTicks(from, to, isWhole, most);
  const spacing = (ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0);
  return ticks.map(({ value }) => ({ value, text: tickText(value, spacing) }));
}

/** More where fewer than two round values lie there, as one alone tells no scale. */
function severalTicks(
  from: number,
  to: number,
  isWhole: boolean,
  usual: number,
): ReturnType<typeof linearTicks> {
  const choices = [usual, 6, 8, 11].map((most) => linearTicks({ from, to }, most, isWhole));
  return choices.find(({ length }) => length > 1) ?? choices[0] ?? [];
}
