import { expect, it } from 'vitest';
import { formatDay, formatMoment } from '../../../src-renderer/ui/moments';

it('a moment has its month as a word, since 11/12 is another day elsewhere', () => {
  const noon = new Date(2026, 10, 12, 9, 5).getTime();
  expect(formatMoment(noon)).toBe('12 Nov 2026, 09:05');
  expect(formatDay(noon)).toBe('12 Nov 2026');
});
