import { hasZone } from '../data/civil-time';

/**
 * A time for people to read: as far as it says something, and as a clock of nobody's zone where the file names none.
 * @param like a time of the file
 */
export function writtenTime(milliseconds: number, like: string): string {
  const [day, time] = new Date(milliseconds).toISOString().slice(0, -1).split('T');
  if (time === '00:00:00.000') return day;
  const clock = time.replace(/\.000$/, '').replace(/^(\d\d:\d\d):00$/, '$1');
  return `${day} ${clock}${hasZone(like) ? ' UTC' : ''}`;
}
