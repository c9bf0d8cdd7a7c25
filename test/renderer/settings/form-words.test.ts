import { expect, test } from 'vitest';
import { inFormWords, valueInFormWords } from '../../../src-renderer/settings/form-words';

test('sentences of the core name settings as their fields are called, and leave other words with dots alone', () => {
  expect(inFormWords('A smaller training.optimizer.learningRate usually helps.')).toBe(
    'A smaller “Learning rate” usually helps.',
  );
  expect(inFormWords('There is no data.csv, and layers.0 is no layer.')).toBe(
    'There is no data.csv, and layers.0 is no layer.',
  );
});

test.each([
  ['parallel.mode', 'sp', 'Devices share the samples (sp)'],
  ['parallel.elastic', 'true', 'yes'],
  ['parallel.elastic', 'false', 'no'],
  ['inference.bayesianLayers', 'none', 'all'],
  ['inference.pointEstimateLayers', 'none', 'none'],
  ['name', 'true', 'true'],
  ['training.samples', '8', '8'],
])('the value of %s, %s, reads as %s', (path, text, words) => {
  expect(valueInFormWords(path, text)).toBe(words);
});
