import type { Range } from './view.svelte';

interface Tick {
  readonly value: number;
}

/**
 * The ticks of an axis from zero: all round values up to where the data end, and that end itself where its text would
 * not run into its neighbour's, closer than `leastApart` in the axis' own unit. Chart.js marks the end in any case,
 * and leaves out the round value next to it.
 */
export function roundTicks(ticks: readonly Tick[], leastApart: number): Tick[] {
  const spacing = ticks[1]?.value;
  const end = ticks.at(-1)?.value ?? 0;
  if (ticks.length < 3 || !spacing) return [...ticks];
  const spaces = Math.floor(end / spacing + 1e-6);
  const round = Array.from({ length: spaces + 1 }, (_, index) => ({ value: index * spacing }));
  return end - spaces * spacing >= leastApart ? [...round, { value: end }] : round;
}

/** The round values (1, 2 or 5 times a power of ten apart) of an axis, at most `most`; `isWhole` where it counts things. */
export function linearTicks({ from, to }: Range, most: number, isWhole = false): Tick[] {
  const wide = (to - from) / Math.max(1, most - 1);
  if (!(wide > 0) || !Number.isFinite(wide)) return [{ value: from }];
  const power = 10 ** Math.floor(Math.log10(wide));
  const round = ([1, 2, 5, 10].find((times) => times * power >= wide * (1 - 1e-9)) ?? 10) * power;
  const spacing = isWhole ? Math.max(1, round) : round;
  const first = Math.ceil(from / spacing - 1e-6);
  const last = Math.floor(to / spacing + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    value: Number(((first + index) * spacing).toPrecision(12)),
  }));
}

/** As many ticks, at most `most`, as leave their texts apart. */
export function clearTicks(
  ticksOf: (most: number) => Tick[],
  most: number,
  isClear: (one: number, next: number, spacing: number) => boolean,
): Tick[] {
  for (let some = most; some > 2; some--) {
    const ticks = ticksOf(some);
    const spacing = (ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0);
    if (ticks.every(({ value }, at) => at === 0 || isClear(ticks[at - 1]?.value ?? value, value, spacing)))
      return ticks;
  }
  return ticksOf(2);
}

/** The ticks of a logarithmic axis, at most `most`: powers of ten, with 2 and 5 times of them where there is room. */
export function logTicks({ from, to }: Range, most: number, isWhole = false): Tick[] {
  if (!(from > 0) || !(to > from)) return [];
  const powers = range(Math.floor(Math.log10(from)), Math.ceil(Math.log10(to)));
  const within = (values: readonly number[]) =>
    values
      .filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9))
      .map((value) => ({ value }));
  const fine = within(powers.flatMap((power) => [1, 2, 5].map((times) => times * 10 ** power)));
  if (fine.length < 3) {
    const few = linearTicks({ from, to }, Math.min(most, 4), isWhole);
    return few.length > 1 ? few : linearTicks({ from, to }, most, isWhole);
  }
  if (fine.length <= most) return fine;
  const coarse = within(powers.map((power) => 10 ** power));
  const each = Math.ceil(coarse.length / most);
  return coarse.filter((_, index) => index % each === 0);
}

/** The text of a tick, as precise as the distance between ticks asks, so that no two are alike. */
export function tickText(exact: number, spacing: number): string {
  // Sums of spacings may miss zero by a little, or come to the negative one.
  const value = Math.abs(exact) <= 1e-6 * spacing ? 0 : exact;
  const size = Math.abs(value);
  const place = spacing > 0 ? Math.floor(Math.log10(spacing) + 1e-9) : 0;
  if (size !== 0 && (size < 0.0001 || size >= 1e9))
    return value.toExponential(Math.min(12, Math.max(0, Math.floor(Math.log10(size)) - place)));
  // The end of the data lies between round values: one place more tells it from them.
  const isRound = Math.abs(value / spacing - Math.round(value / spacing)) < 1e-6;
  const digits = Math.min(12, Math.max(0, isRound ? -place : 1 - place));
  return withDigits(isRound ? digits : 0, digits).format(value);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Made once: making one takes many times as long as a tick's text. */
function withDigits(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const name = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const options = { minimumFractionDigits, maximumFractionDigits };
  const format = formats.get(name) ?? new Intl.NumberFormat('en-GB', options);
  formats.set(name, format);
  return format;
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
