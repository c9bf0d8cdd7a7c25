import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../../src-shared/wire';

test('a message comes back as it was, with the numbers that JSON does not have', () => {
  const message = { t: 's', r: [1.5, Number.NaN, Infinity, -Infinity, null, 'NaN', { value: -0.25 }] };
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});

test('text that is no JSON is refused', () => {
  expect(() => decodeMessage('hello')).toThrow(SyntaxError);
});
