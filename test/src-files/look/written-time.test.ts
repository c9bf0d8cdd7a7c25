import { expect, test } from 'vitest';
import { writtenTime } from '../../../src-files/look/written-time';

test.each([
  ['2024-01-01', '2024-01-01', '2024-01-01'],
  ['2024-01-25 23:00', '2024-01-25 23:00', '2024-01-25 23:00'],
  ['2024-01-25T23:00:05', '2024-01-25T23:00', '2024-01-25 23:00:05'],
  ['2024-01-25T23:00:05.250', '2024-01-25', '2024-01-25 23:00:05.250'],
  ['2024-01-25T23:00+01:00', '2024-01-25T23:00+01:00', '2024-01-25 22:00 UTC'],
])(
  '%s in a file that writes times as %s is shown as %s: a zone only where the file has one',
  (time, like, shown) => {
    const text = /[T ].*[Z+]/.test(time) ? time : `${time.replace(' ', 'T')}${time.length > 10 ? 'Z' : ''}`;
    expect(writtenTime(Date.parse(text), like)).toBe(shown);
  },
);
