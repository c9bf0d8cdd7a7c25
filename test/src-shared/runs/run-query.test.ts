import { describe, expect, test } from 'vitest';
import { queryTest } from '../../../src-main/store/run-query-match';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { type FlatRun, flattenRun } from '../../../src-shared/runs/run-columns';
import { unknownColumn } from '../../../src-shared/runs/run-query';
import { parseRunQuery } from '../../../src-shared/runs/run-query-parser';

const run: FlatRun = flattenRun({
  id: 'digits-1',
  status: 'finished',
  reason: '',
  experiment: experimentSchema.parse({
    name: 'Digits <b>demo</b>',
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [64, 128] },
    training: { samples: 16 },
    parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
  }),
  created: new Date(2026, 0, 31, 12).getTime(),
  started: 1000,
  ended: 91_000,
  engine: 'TensorFlow',
  metrics: { 'test.accuracy': 0.95, 'test.nll': Number.NaN },
  annotations: { tags: ['paper', 'x'], notes: 'The one with "quotes".', starred: true, archived: false },
});

function finds(text: string): boolean {
  const parsed = parseRunQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return queryTest(parsed.query, (path) => (one: FlatRun) => one.get(path))(run);
}

function errorOf(text: string) {
  const parsed = parseRunQuery(text);
  if (parsed.ok) throw new Error(`${text} was read.`);
  return parsed.error;
}

describe('what a query finds', () => {
  test.each([
    ['', 'everything'],
    ['mode = sp', 'a parameter by its alias'],
    ['parallel.mode = SP', 'a parameter by its path, whatever the case'],
    ['samples >= 16 and samples < 17', 'numbers in order'],
    ['test.accuracy > 0.9', 'a last metric'],
    ['test.accuracy > 9e-1', 'a number with an exponent'],
    ['test.nll = nan', 'a metric that is not a number'],
    ['mode = ddp or mode = sp', 'one of two'],
    ['mode = ddp and mode = sp or starred', '`and` before `or`'],
    ['not (mode = ddp) and not archived', 'a condition turned round'],
    ['mode in (ddp, sp)', 'one of a list'],
    ['tag = "x"', 'one of several tags'],
    ['tag != y', 'no tag of that name'],
    ['device = gpu:0 or devices = cpu:1', 'one of several devices'],
    ['model.hidden = 64-128', 'widths of layers as one text'],
    ['name ~ "DEMO"', 'a part of the name'],
    ['name !~ other', 'no part of the name'],
    ['"quotes\\""', 'a text alone in the notes, with an escaped quote'],
    ["'paper'", 'a text alone in the tags'],
    ['demo', 'a plain word in the name, whatever the case'],
    ['paper demo quotes', 'plain words in tags, name and notes'],
    ['digits 1', 'a number among plain words'],
    ['1', 'a number alone, in the id'],
    ['demo and mode = sp', 'a plain word beside a condition'],
    ['paper or nowhere', 'one of two plain words'],
    ['duration > 1min and duration <= 90s', 'durations in units'],
    ['created > 2026-01-31 and created < 2026-01-31T12:01', 'dates in local time'],
    ['test.accuracy exists and not validation.accuracy exists', 'whether there is a value'],
    ['name ~ "<b>"', 'markup as the text it is'],
  ])('%s finds %s', (text) => {
    expect(finds(text)).toBe(true);
  });

  test.each([
    ['mode = ddp', 'another value'],
    ['samples > 16', 'a number at its bound'],
    ['tag != x', 'a list that holds the excluded'],
    ['test.nll > 0 or test.nll <= 0', 'a metric that is not a number, in any order'],
    ['validation.accuracy > 0', 'a run without the metric'],
    ['mode = ddp and (mode = sp or starred)', 'parentheses before `and`'],
    ['archived', 'a flag that is not set'],
    ['"no such text"', 'a text that is nowhere'],
    ['digits 1.0', 'a number as it is written, and not its value'],
    ['2', 'a number that is nowhere'],
    ['paper nowhere', 'one of the plain words missing'],
    ['not demo', 'a plain word turned round'],
  ])('%s leaves out %s', (text) => {
    expect(finds(text)).toBe(false);
  });
});

describe('what cannot be read points at its character', () => {
  test.each([
    ['mode = ', 7, 'A value'],
    ['mode = sp test.accuracy > 0.9', 10, 'Put and or or'],
    ['demo mode = sp', 5, 'Put and or or'],
    ['(mode = sp', 10, 'A closing )'],
    ['mode = sp)', 9, 'Put and or or'],
    ['mode = sp and', 13, 'A column'],
    ['mode ! sp', 5, '! has no meaning'],
    ['name ~ "digits', 7, 'The text that begins here'],
    ['test.accuracy > high', 16, 'After > comes a number'],
    ['mode in sp', 8, 'After in comes a list'],
    ['mode in (sp ddp)', 12, 'A closing ) is missing here, or a comma'],
    ['and mode = sp', 0, 'A column'],
    ['created > 2026-13-45', 10, 'After > comes'],
  ])('%s at %i', (text, position, message) => {
    expect(errorOf(text)).toMatchObject({ position, message: expect.stringContaining(message) });
  });

  test('nesting without end is refused, not run into', () => {
    expect(errorOf('('.repeat(100_000))).toMatchObject({ message: 'This query is nested too deeply.' });
    expect(errorOf('not '.repeat(100_000)).message).toBe('This query is nested too deeply.');
  });
});

describe('columns that no run has', () => {
  const known = ['name', 'training.samples', 'test.accuracy', 'validation.accuracy'];

  test('are named with their place and what is written alike', () => {
    const parsed = parseRunQuery('name = x and (tset.accuracy > 0.9)');
    expect(parsed.ok && unknownColumn(parsed.query, known)).toEqual({
      position: 14,
      length: 13,
      message: 'No run has a column named tset.accuracy. Did you mean test.accuracy or validation.accuracy?',
    });
  });

  test('an alias is known by its path', () => {
    const parsed = parseRunQuery('not samples = 1 or "text"');
    expect(parsed.ok && unknownColumn(parsed.query, known)).toBeUndefined();
  });
});
