import { describe, expect, test } from 'vitest';
import { rootCause } from '../../../src-main/runs/crew/root-cause';

describe('the cause of a failed run', () => {
  const consequence = { rank: 0, reason: 'Worker 1 is gone.', isExplained: true, lostPeer: 1 };
  const crash = { rank: 1, reason: 'Worker 1 crashed.', isExplained: false };
  const said = { rank: 2, reason: 'Out of memory.', isExplained: true };

  test('is never that a peer was missed, where there is another', () => {
    expect(rootCause([consequence, crash])).toBe(crash);
  });

  test('is what a worker said rather than that one ended', () => {
    expect(rootCause([crash, consequence, said])).toBe(said);
  });

  test('is the first of equals', () => {
    const later = { ...said, rank: 3 };
    expect(rootCause([said, later])).toBe(said);
    expect(rootCause([consequence])).toBe(consequence);
  });
});
