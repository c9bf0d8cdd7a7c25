/** A time in milliseconds since the Unix epoch as `2026-01-31 12:30`, in local time, as queries read it. */
export function localMinute(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
