import { type AxisMark, marksBetween } from './line/axis-marks';

/** Of a letter, at most, in the units of a picture that is drawn small: its text is larger there. */
export const letterUnits = 9.7;

/** The round values of a bar of colours, as many as leave their texts apart. */
export function barMarks(from: number, to: number, width: number): readonly AxisMark[] {
  const marks = marksBetween(from, to);
  const letters = Math.max(...marks.map(({ text }) => text.length)) + 1;
  const [first = { value: from, text: '' }, next] = marks;
  if (!next) return marks;
  const apart = ((next.value - first.value) / (to - from)) * width;
  const each = Math.ceil((letters * letterUnits) / apart);
  // The first and the last tell the scale best.
  return each === 1 ? marks : [first, ...marks.slice(-1)];
}
