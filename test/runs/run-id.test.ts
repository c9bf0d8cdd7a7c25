import { describe, expect, test } from 'vitest';
import { newRunId } from '../../src-main/runs/run-id';

describe('a run id', () => {
  test.each([
    ['Digits demo', 'digits-demo-3f2a'],
    ['  Ünïcode & Söhne!  ', 'unicode-sohne-3f2a'],
    ['数字', 'run-3f2a'],
    ['x'.repeat(100), `${'x'.repeat(48)}-3f2a`],
  ])('from %j', (name, id) => {
    expect(newRunId(name, '3f2a')).toBe(id);
  });

  test('fits the API, and two of one name differ', () => {
    const ids = Array.from({ length: 4 }, () => newRunId('Digits demo'));
    expect(new Set(ids).size).toBeGreaterThan(1);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,64}$/);
  });
});
