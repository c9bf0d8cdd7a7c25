import { expect, test } from 'vitest';
import { shrunkSides } from '../../../../../src-renderer/runs/ask/picture/shrunk-sides';

test('a camera’s picture is made smaller in its own shape, and a small one is left as it is', () => {
  expect(shrunkSides({ height: 5472, width: 7296 }, 400)).toEqual({ height: 300, width: 400 });
  expect(shrunkSides({ height: 30, width: 20 }, 400)).toEqual({ height: 30, width: 20 });
  expect(shrunkSides({ height: 1, width: 9000 }, 400)).toEqual({ height: 1, width: 400 });
});
