import type { Scale, Tick } from 'chart.js';
import { formatNumber, isShare } from '../../ui/numbers';
import { type Axis, wholeAxes } from './axis';
import type { DrawingLook } from './drawing';
import { clearTicks, linearTicks, logTicks, roundTicks, tickText } from './ticks';

/** Of a digit in the texts of ticks, in pixels. */
const letterWidth = 7;
/** Most ticks of the two axes. */
export const [mostAcross, mostUp] = [7, 6];

type AxesLook = Pick<DrawingLook, 'isLogX' | 'isLogY' | 'range'> & { readonly axis: Axis };

/** How far apart the texts of two ticks must be so that they can be told apart, in the unit of the axis. */
function leastApart({ max, min, width }: Scale): number {
  const letters = formatNumber(max).length + 1;
  return width > 0 ? (letters * letterWidth * (max - min)) / width : max;
}

/** Ticks of the horizontal axis, as many as have room for their texts. */
export function acrossTicks(scale: Scale, look: AxesLook): Tick[] {
  const shown = { from: scale.min, to: scale.max };
  const isWhole = wholeAxes.includes(look.axis);
  const place = look.isLogX ? Math.log10 : (value: number) => value;
  const pixels = scale.width / (place(shown.to) - place(shown.from));
  const isClear = (one: number, next: number, spacing: number) => {
    const letters = [one, next].map(
      (value) => (look.isLogX ? formatNumber(value) : tickText(value, spacing)).length,
    );
    return pixels * (place(next) - place(one)) >= letterWidth * (Math.max(...letters) + 1);
  };
  const ticksOf = (most: number) => (look.isLogX ? logTicks : linearTicks)(shown, most, isWhole);
  const round = clearTicks(ticksOf, mostAcross, isClear);
  if (look.isLogX || look.range || (round.at(-1)?.value ?? shown.to) >= shown.to) return round;
  return roundTicks([...round, { value: shown.to }], leastApart(scale));
}

/** The text of a tick of the horizontal axis among all of them. */
export function acrossTickText(value: number, ticks: readonly Tick[], { isLogX }: AxesLook): string {
  return isLogX && !areEven(ticks) ? formatNumber(value) : tickText(value, spacingOf(ticks));
}

/** The text of a tick of the vertical axis: shares are told as per cent. */
export function upTickText(
  metric: string,
  value: number,
  ticks: readonly Tick[],
  { isLogY }: AxesLook,
): string {
  const spacing = isLogY && !areEven(ticks) ? 0 : spacingOf(ticks);
  if (!isShare(metric)) return spacing ? tickText(value, spacing) : formatNumber(value);
  const percent = value * 100;
  return `${spacing ? tickText(percent, spacing * 100) : formatNumber(Number(percent.toPrecision(4)))} %`;
}

/** Deep in a logarithmic axis ticks are as far apart as on another one, and their texts must be as precise. */
function areEven(ticks: readonly Tick[]): boolean {
  const [first, last] = [ticks[0]?.value ?? 0, ticks.at(-1)?.value ?? 0];
  const spacing = spacingOf(ticks);
  const isEven = Math.abs(last - first - spacing * (ticks.length - 1)) < 1e-6 * spacing;
  return isEven && first > 0 && last < 10 * first;
}

function spacingOf(ticks: readonly Tick[]): number {
  return Math.abs((ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0));
}
