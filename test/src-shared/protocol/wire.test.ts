import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../src-shared/protocol/wire';

test('a message comes back as it was, with the numbers that JSON does not have', () => {
  const message = { t: 's', r: [1.5, Number.NaN, Infinity, -Infinity, null, 'NaN', { value: -0.25 }] };
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});

test('an argument that is left out before another comes back as left out, not as null', () => {
  const [first, second, third] = decodeMessage(encodeMessage(['run-1', undefined, 'npz'])) as unknown[];
  expect([first, second, third]).toEqual(['run-1', undefined, 'npz']);
});

test('a property that is left out stays away', () => {
  expect(decodeMessage(encodeMessage({ kept: 1, left: undefined }))).toEqual({ kept: 1 });
});

test('a message that JSON can say is its JSON; of one that it cannot only those values are marked', () => {
  const plain = { rows: [{ id: 'a', tags: [], gone: undefined, at: null, ok: true }], total: 1 };
  expect(encodeMessage(plain)).toBe(JSON.stringify(plain));
  expect(encodeMessage({ ...plain, values: [[1, [Number.NaN]], { deep: [undefined] }] })).toBe(
    `${JSON.stringify(plain).slice(0, -1)},"values":[[1,[{"$number":"NaN"}]],{"deep":[{"$absent":true}]}]}`,
  );
});

test('text that is no JSON is refused', () => {
  expect(() => decodeMessage('hello')).toThrow(SyntaxError);
});

test('text that only speaks of such numbers stays as it is', () => {
  const message = ['{"$number": "NaN"}', { text: '"$absent"' }];
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});
