const clock = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?$/;
const dayMs = 86_400_000;

/** Milliseconds since midnight of a time of day such as 7:30 or 07:30:15.5; NaN of what is none. */
export function timeOfDay(text: string): number {
  const match = clock.exec(text);
  if (!match) return Number.NaN;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second + Number(`0.${match[4] ?? 0}`)) * 1000;
}

/** As a CSV file would hold it: 07:30:00, with what is left of a second where there is some. */
export function timeOfDayText(milliseconds: number): string {
  const text = new Date(Math.min(milliseconds, dayMs - 1)).toISOString().slice(11, -1);
  return text.replace(/\.000$/, '');
}
