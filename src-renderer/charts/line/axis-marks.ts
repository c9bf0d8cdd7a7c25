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

/** The few round values of an axis between two ends, as precise as they are apart. */
export function marksBetween(from: number, to: number): readonly AxisMark[] {
  const ticks = linearTicks({ from, to }, 5);
  const spacing = (ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0);
  return ticks.map(({ value }) => ({ value, text: tickText(value, spacing) }));
}
