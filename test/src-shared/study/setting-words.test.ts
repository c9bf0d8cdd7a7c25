import { expect, test } from 'vitest';
import { settingWords } from '../../../src-shared/study/setting-words';

test('a study’s settings are said in the words of the form', () => {
  const said = [
    ['training.optimizer.learningRate', '0.003'],
    ['training.optimizer.kind', 'sgd'],
    ['inference.prior.kind', 'student-t'],
    ['inference.prior.std', '3'],
    ['inference.method', 'mc-dropout'],
    ['model.hidden', '64, 64'],
    ['model.kind', 'vit'],
  ] as const;
  expect(said.map(([path, text]) => settingWords(path, text))).toEqual([
    'learning rate 0.003',
    'optimiser SGD with momentum',
    'prior Student’s t',
    'prior standard deviation 3',
    'method Monte Carlo dropout',
    'hidden layers 64, 64',
    'network Vision transformer',
  ]);
});

test('settings that the form alone knows are said by the last word of their path, and what is no choice as it is', () => {
  expect(settingWords('inference.klWarmup', '0.5')).toBe('kl warmup 0.5');
  expect(settingWords('inference.flipout', 'true')).toBe('flipout yes');
  expect(settingWords('inference.prior.kind', 'toString')).toBe('prior toString');
  expect(settingWords('seed', '3')).toBe('seed 3');
});
