// Made once: making one takes many times as long as writing a time with it.
const ofMoments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const ofDays = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** A moment by the clock of who looks, which no country reads otherwise: "29 Nov 2026, 18:09". In milliseconds since 1970. */
export function formatMoment(time: number): string {
  return ofMoments.format(time);
}

/** Its day alone: "29 Nov 2026". */
export function formatDay(time: number): string {
  return ofDays.format(time);
}
