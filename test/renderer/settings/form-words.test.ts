import { expect, test } from 'vitest';
import { inFormWords, valueInFormWords } from '../../../src-renderer/settings/form-words';

test('sentences of the core name settings as their fields are called, and leave other words with dots alone', () => {
  expect(inFormWords('A smaller training.optimizer.learningRate usually helps.')).toBe(
    'A smaller “Learning rate” usually helps.',
  );
  expect(inFormWords('data.dataset: There is no such set.')).toBe('“Data set”: There is no such set.');
  expect(inFormWords('inference.prior: sampling-parallelism has no horseshoe.')).toBe(
    '“Prior”: sampling-parallelism has no horseshoe.',
  );
  expect(inFormWords('There is no data.csv, and layers.0 is no layer.')).toBe(
    'There is no data.csv, and layers.0 is no layer.',
  );
});

test.each([
  [
    'Name all of them in data.leaveOut (in the window “Columns to leave out”).',
    'Name all of them in “Columns to leave out”.',
  ],
  [
    'It can be left out (data.leaveOut, in the window “Columns to leave out”).',
    'It can be left out (“Columns to leave out”).',
  ],
  ['There is “Columns to leave out” (data.leaveOut).', 'There is “Columns to leave out”.'],
  ['Set data.leaveOut (in the window “Another”).', 'Set “Columns to leave out” (in the window “Another”).'],
  ['Say task: classification (in the window “Task”).', 'Say task: classification (in the window “Task”).'],
])('a field is not named twice where the sentence tells of the window too: %s', (sentence, words) => {
  expect(inFormWords(sentence)).toBe(words);
});

test('a path that has another field for other data is called as these data have it', () => {
  const sentence = 'data.targets names what is predicted, data.history how many steps are seen.';
  expect(inFormWords(sentence, {}, { 'data.dataset': 'field' })).toBe(
    '“What is predicted” names what is predicted, “Steps of history” how many steps are seen.',
  );
  expect(inFormWords(sentence, {}, { 'data.dataset': 'arrays' })).toContain('“Arrays of targets” names');
});

test.each([
  ['parallel.mode', 'sp', 'Shared samples (sp)'],
  ['parallel.elastic', 'true', 'yes'],
  ['parallel.elastic', 'false', 'no'],
  ['inference.bayesianLayers', 'none', 'all'],
  ['inference.pointEstimateLayers', 'none', 'none'],
  ['name', 'true', 'true'],
  ['training.samples', '8', '8'],
])('the value of %s, %s, reads as %s', (path, text, words) => {
  expect(valueInFormWords(path, text)).toBe(words);
});
