import { expect, test } from 'vitest';
import { tableAction, tableKeys } from '../../../../src-renderer/runs/table/table-keys';

const pressed = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test('every key that is told of does something', () => {
  for (const [key] of tableKeys) expect(tableAction(pressed(key), false)).toBeDefined();
});

test('keys mean themselves where text is typed, and belong to others with a modifier', () => {
  expect(tableAction(pressed('j'), true)).toBeUndefined();
  expect(tableAction(pressed('c', { ctrlKey: true }), false)).toBeUndefined();
  expect(tableAction(pressed('k', { metaKey: true }), false)).toBeUndefined();
  expect(tableAction(pressed('x', { altKey: true }), false)).toBeUndefined();
  expect(tableAction(pressed('q'), false)).toBeUndefined();
});
