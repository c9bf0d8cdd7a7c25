import { describe, expect, it } from 'vitest';
import { milliseconds, parseTime, timeInMilliseconds } from '../../../src-files/data/civil-time';

describe('a time', () => {
  it.each([
    ['1970-01-01', 0],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-11', Date.UTC(2026, 10, 1)],
    ['2026', Date.UTC(2026, 0, 1)],
    ['2026-11-28T13:30', Date.UTC(2026, 10, 28, 13, 30)],
    ['2026-11-28 13:30:05.25+01:00', Date.UTC(2026, 10, 28, 12, 30, 5, 250)],
    ['1969-12-31T23:59:59.999', -1],
    // As Python's datetime counts it: the years before 100 are no years of the last century.
    ['0001-01-01', -62_135_596_800_000],
    ['2000-01-01T00:00:00.000123', 946_684_800_000.123],
    ['1969-12-31T23:59:59.9999995', -0.0005],
  ])('%s is %f milliseconds after 1970, both to the last digit and without it', (text, expected) => {
    const time = parseTime(text);
    expect(time && milliseconds(time)).toBeCloseTo(expected, 6);
    expect(timeInMilliseconds(text)).toBe(time && milliseconds(time));
  });

  it.each([
    '',
    '2023-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-01-01T24:00',
    '2026-01-01T10',
    '1.5',
    '12345',
  ])('%j is none', (text) => {
    expect(parseTime(text)).toBeUndefined();
    expect(timeInMilliseconds(text)).toBeNaN();
  });
});
