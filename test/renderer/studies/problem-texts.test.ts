import { expect, test } from 'vitest';
import { problemText } from '../../../src-renderer/studies/problem-texts';
import { StudyDraft, type StudyTexts } from '../../../src-renderer/studies/study-draft.svelte';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const digits = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
});

function textsOf(draft: StudyDraft): readonly string[] {
  return draft.checked.ok ? [] : draft.checked.problems.map(problemText);
}

test.each([
  ['0', 'Numbers of devices: Must be at least 1.'],
  ['1.5', 'Numbers of devices: Must be a whole number or a list.'],
  ['many', 'Numbers of devices: Must be a number or a list.'],
])('numbers of devices that cannot be, %s, are told what they must be', (devices, told) => {
  const draft = new StudyDraft(digits);
  draft.write({ devices });
  expect(textsOf(draft)).toEqual([told]);
});

const rawPath = /\b(grid|base|target|training|parallel|model|data|inference)\.[a-z]/;

test('what is wrong with a study is told by the labels of its form', () => {
  const draft = new StudyDraft(digits);
  draft.write({ devices: '2', threads: '' });
  expect(textsOf(draft)).toEqual([
    'Numbers of devices: Scaling needs at least two numbers of devices: [1, 2].',
    expect.stringMatching(/^Threads per CPU slot: Scaling over CPU slots needs it/),
  ]);
});

test.each<[string, Partial<StudyTexts>]>([
  ['a seed that is no number', { seeds: 'many' }],
  ['samples that cannot be', { samples: '0' }],
  ['threads that cannot be', { threads: '0' }],
  ['a target that is nothing', { kind: 'epochs-to-target', metric: 'nonsense' }],
  ['no name', { name: '' }],
  ['too many runs', { seeds: Array.from({ length: 600 }, (_, seed) => seed).join() }],
])('no path of a setting is shown for %s', (_what, texts) => {
  const draft = new StudyDraft(digits);
  draft.write(texts);
  const told = textsOf(draft);
  expect(told.length).toBeGreaterThan(0);
  for (const text of told) expect(text).not.toMatch(rawPath);
});

test('a method that the settings rule out is named, with what rules it out in the form’s words', () => {
  const draft = new StudyDraft(
    experimentSchema.parse({
      data: { dataset: 'yacht' },
      model: { kind: 'mlp' },
      inference: { noise: { kind: 'predicted' } },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    }),
  );
  draft.choose('methods');
  const [told] = textsOf(draft);
  expect(told).toMatch(/^Laplace approximation, .*use learned, fixed or poisson instead of predicted\.$/);
  expect(told).not.toMatch(rawPath);
  draft.toggleMethod('laplace');
  expect(textsOf(draft)).toEqual([]);
  expect(draft.checked.ok && draft.checked.plan.runs).toHaveLength(12);
});
