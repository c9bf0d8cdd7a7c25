import { expect, test } from 'vitest';
import {
  answersOf,
  type NamedPart,
  partsOf,
  shortVerdict,
  truthWords,
} from '../../../../src-renderer/runs/ask/answered-parts';

const kind: NamedPart = { name: 'kind', predicts: { kind: 'classes', classNames: ['flat', 'house'] } };
const price: NamedPart = {
  name: 'price',
  predicts: { kind: 'values', targetNames: ['price'], unit: 'EUR', mean: [100], std: [40] },
};

test('a network with one thing to say has one part without a name, and one of several has theirs', () => {
  expect(partsOf(kind.predicts)).toEqual([{ name: '', predicts: kind.predicts }]);
  expect(partsOf({ kind: 'several', parts: [kind, price] })).toEqual([kind, price]);
  const answer = { kind: 'classes' as const, items: [[[0.5, 0.5]]] };
  expect(answersOf(answer)).toEqual([answer]);
  expect(answersOf({ kind: 'several', parts: [answer, answer] })).toEqual([answer, answer]);
});

test('a class is said in short with its share, and its doubt as a share of that of all classes alike', () => {
  // Both samples are torn evenly: all of the doubt is the data's.
  const torn = {
    kind: 'classes' as const,
    items: [
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ],
  };
  expect(shortVerdict(kind, torn)).toEqual({
    words: 'flat, 50\u00a0%',
    doubt: { aleatoric: 1, epistemic: 0 },
  });
});

test('a value is said in short with its unit, and its doubt as a share of the spread of training', () => {
  // Means 80, 100, 120: a spread of 20; a noise of 10.
  const answer = { kind: 'values' as const, items: [[{ means: [80, 100, 120], stds: [10, 10, 10] }]] };
  expect(shortVerdict(price, answer)).toEqual({
    words: '100 ± 22.4\u00a0EUR',
    doubt: { aleatoric: 0.25, epistemic: 0.5 },
  });
});

test('what came is said of each by its name, and not where it is not known', () => {
  expect(truthWords([kind, price], [1, 81])).toBe('kind house, price 81\u00a0EUR');
  expect(truthWords([kind, price], [null, 81])).toBe('price 81\u00a0EUR');
  expect(truthWords(partsOf(kind.predicts), [0])).toBe('flat');
  expect(truthWords([price], [null])).toBe('');
});
