import { dayStart } from './civil-time';

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday; the week here starts on Monday. */
const firstWeekday = 3;

/**
 * Where a time stands in its day, week, month and year, each as sine and cosine of its part of a full turn, so that
 * the end of a cycle is next to its beginning.
 * @param time milliseconds since 1970, UTC
 * @param to room for 8 numbers at `offset`
 */
export function calendarFeatures(time: number, to: Float32Array, offset: number): void {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const days = time / dayMs;
  const startOfMonth = dayStart(year, month);
  const startOfYear = dayStart(year, 0);
  writeTurn(days, to, offset);
  writeTurn((days + firstWeekday) / 7, to, offset + 2);
  writeTurn((time - startOfMonth) / (dayStart(year, month + 1) - startOfMonth), to, offset + 4);
  writeTurn((time - startOfYear) / (dayStart(year + 1, 0) - startOfYear), to, offset + 6);
}

function writeTurn(turn: number, to: Float32Array, at: number): void {
  const angle = 2 * Math.PI * (turn - Math.floor(turn));
  to[at] = Math.sin(angle);
  to[at + 1] = Math.cos(angle);
}
