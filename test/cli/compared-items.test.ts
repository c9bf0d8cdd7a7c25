import { expect, test } from 'vitest';
import { apartLines, withoutPictures } from '../../src-main/cli/compared-items';
import type { PosteriorComparison } from '../../src-shared/posterior/posterior-comparison';

const pictures: PosteriorComparison['apart'] = {
  kind: 'classes',
  all: 2,
  classNames: ['cat', 'dog'],
  pictureShape: [1, 2, 1],
  items: [
    {
      item: 4,
      origin: 'file b.png',
      label: 1,
      named: [0, 1],
      confidence: [0.9123, 0.75],
      distance: 0.6623,
      pixels: 'AAA=',
    },
    { item: 9, label: 0, named: [1, 0], confidence: [0.5012, 0.6], distance: 0.1012 },
  ],
};

test('items named differently are told with what they are and what each run takes them for, how surely', () => {
  expect(apartLines(pictures)).toEqual([
    'Test items of which they name different classes: 2, those first whose probabilities lie farthest apart',
    '  item 4 (file b.png) is dog: cat (91.23 %) | dog (75 %)',
    '  item 9 is cat: dog (50.12 %) | cat (60 %)',
  ]);
});

test('values are told with their unit, and what is not known is left out', () => {
  const far = {
    item: 3,
    origin: 'row 17',
    target: 'y',
    truth: 12,
    means: [10, 14.25],
    stds: [1, 2],
    distance: 2.688,
  };
  const values = { kind: 'values', all: 1, unit: 'MPa', items: [far, { ...far, truth: Number.NaN }] };
  expect(apartLines(values as PosteriorComparison['apart'])).toEqual([
    'Test items of which they predict a value more than one spread apart: 1; the farthest:',
    '  item 3 (row 17) y is 12 MPa: 10 ± 1 | 14.25 ± 2 MPa, 2.688 spreads apart',
    '  item 3 (row 17) y: 10 ± 1 | 14.25 ± 2 MPa, 2.688 spreads apart',
  ]);
});

test('nothing is said where nothing is apart, or nothing was looked at', () => {
  expect(apartLines(undefined)).toEqual([]);
  expect(apartLines({ kind: 'classes', all: 0, classNames: ['a', 'b'], items: [] })).toEqual([]);
});

test('as JSON items have no pictures', () => {
  const comparison: PosteriorComparison = {
    items: 20,
    samples: [3, 3],
    paired: [],
    predictions: { kind: 'classes', agreement: 0.9, totalVariation: 0.1 },
    apart: pictures,
    layers: 'None.',
  };
  expect(JSON.stringify(withoutPictures(comparison))).not.toMatch(/pixels|pictureShape/);
  expect(withoutPictures(comparison)).toMatchObject({ apart: { all: 2, items: [{ item: 4 }, { item: 9 }] } });
  expect(withoutPictures('No test items.')).toBe('No test items.');
});
