/** A time that names no zone, as ISO 8601 writes it; midnight as its day alone, as a column of days has it. */
export function timeOrDay(time: Date): string {
  return time.toISOString().slice(0, -1).replace('T00:00:00.000', '');
}
