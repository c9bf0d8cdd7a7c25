import { expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableOf } from '../../../src-files/data/table';
import { dataSchema, tableFacts } from '../../../src-shared/experiment/data';

function gradesOf(grades: readonly string[], settings: object = {}) {
  const data = dataSchema.parse({
    dataset: 'table',
    path: 'a.csv',
    target: 'grade',
    task: 'ordinal',
    ...settings,
  });
  if (data.dataset !== 'table') throw new Error('This is a table.');
  const text = `x,grade\n${grades.map((grade, row) => `${row},${grade}`).join('\n')}\n`;
  const [target] = tableOf(
    parseCsv(new TextEncoder().encode(text), 'a.csv'),
    tableFacts(data).layout(data),
  ).targets;
  if (target.kind !== 'classification') throw new Error('These are classes.');
  return { classNames: target.classNames, labels: [...target.labels], isOrdered: target.isOrdered };
}

test('numbers are in their order, not in that of their texts', () => {
  expect(gradesOf(['10', '9', '-1', '9', '2.5'])).toEqual({
    classNames: ['-1', '2.5', '9', '10'],
    labels: [3, 2, 0, 2, 1],
    isOrdered: true,
  });
});

test('words are in the order that is named, classes that no row has among them', () => {
  const { classNames, labels } = gradesOf(['mid', 'low', 'high'], {
    classes: ['none', 'low', 'mid', 'high'],
  });
  expect(classNames).toEqual(['none', 'low', 'mid', 'high']);
  expect(labels).toEqual([2, 1, 3]);
});

test('named, numbers may have another order than their own', () => {
  expect(gradesOf(['1', '2', '3'], { classes: ['3', '2', '1'] }).labels).toEqual([2, 1, 0]);
});

test.each([
  [
    ['low', 'mid', 'high'],
    {},
    'a.csv, row 2, column grade: low is no number, so that nothing says where it stands among the other classes; name all of them from the least to the most in data.classes (in the window “Order of the classes”).',
  ],
  [
    ['low', 'mdi', 'high'],
    { classes: ['low', 'mid', 'high'] },
    'a.csv, row 3, column grade: mdi is none of the classes in order (data.classes, in the window “Order of the classes”): low, mid, high. Did you mean mid?',
  ],
  [
    ['1', '2', '1.0', '3'],
    {},
    'a.csv: column grade writes one class in two ways, 1 and 1.0; write it in one.',
  ],
  [
    ['0', '1', '1'],
    {},
    'a.csv: column grade holds two classes (0 and 1), whose order says nothing more; set data.task to classification.',
  ],
  [['2', '2', '2'], {}, 'a.csv: column grade holds one class only (2).'],
] as const)('%j is refused in a sentence', (grades, settings, sentence) => {
  expect(() => gradesOf(grades, settings)).toThrow(sentence);
});
