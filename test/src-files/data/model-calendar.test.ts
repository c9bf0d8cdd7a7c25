import { describe, expect, it } from 'vitest';
import { firstDay } from '../../../src-files/data/model-calendar';

/** Days between two days of a calendar, as cftime counts them (cftime.date2num in "days since" the first). */
const between = (calendar: string, first: string, last: string) =>
  (firstDay(`days since ${last}`, calendar) ?? Number.NaN) -
  (firstDay(`days since ${first}`, calendar) ?? Number.NaN);

describe('the day that times are counted from', () => {
  it.each([
    ['standard', '2000-02-27', '2000-03-02', 4],
    ['noleap', '2000-02-27', '2000-03-02', 3],
    ['365_day', '1850-01-01', '2100-01-01', 250 * 365],
    ['all_leap', '1999-02-27', '1999-03-02', 4],
    ['360_day', '2000-02-27', '2000-03-02', 5],
    ['julian', '1900-02-27', '1900-03-02', 4],
    ['proleptic_gregorian', '1900-02-27', '1900-03-02', 3],
    // The Gregorian calendar began on the day after the 4th.
    ['standard', '1582-10-04', '1582-10-15', 1],
    ['standard', '1-1-1', '1900-01-01', 693_597],
    ['proleptic_gregorian', '1-1-1', '1900-01-01', 693_595],
  ])('of the calendar %s lies from %s to %s %i days later', (calendar, first, last, days) => {
    expect(between(calendar, first, last)).toBe(days);
  });

  it('may have a time of its own', () => {
    expect(between('', '2000-01-01 00:00:00.0', '2000-01-01T06:00')).toBe(0.25);
  });

  it('is not known of units and calendars that say nothing of the kind', () => {
    expect(firstDay('months', 'standard')).toBeUndefined();
    expect(firstDay('days since 2000-01-01', 'of the moon')).toBeUndefined();
  });
});
