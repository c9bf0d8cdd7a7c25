/** A time as ISO 8601 writes it in UTC; midnight as its day alone, as a column of days has it. */
export function timeOrDay(time: Date): string {
  return time.toISOString().replace('T00:00:00.000Z', '');
}
