import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../../src-shared/words/nearest';

describe('the nearest choice', () => {
  test.each([
    ['a letter left out', 'accuray', 'accuracy'],
    ['a letter too many', 'safetensorss', 'safetensors'],
    ['a wrong letter', 'hybrit', 'hybrid'],
    ['two letters swapped', 'onxn', 'onnx'],
    ['another case', 'OnnX', 'onnx'],
    ['a beginning that one choice alone has', 'fash', 'fashion-mnist'],
  ])('is found behind %s', (_what, word, meant) => {
    const choices = ['accuracy', 'safetensors', 'hybrid', 'onnx', 'fashion-mnist'];
    expect(nearest(word, choices)).toBe(meant);
  });

  test('is the one with the fewest slips', () => {
    expect(nearest('resum', ['rest', 'resume', 'result'])).toBe('resume');
  });

  test.each([
    ['a word for something else', 'pickle'],
    ['a beginning that several have', 'cif'],
    ['a short word, of which most letters differ', 'sp'],
    ['nothing', ''],
  ])('is none for %s', (_what, word) => {
    expect(nearest(word, ['onnx', 'cifar-10', 'cifar-100', 'ddp'])).toBeUndefined();
  });

  test('is none where both are another letter alone', () => {
    expect(nearest('y', ['a', 'g', 'price'])).toBeUndefined();
    expect(nearest('Y', ['a', 'y'])).toBe('y');
  });

  test('becomes a question behind a sentence, or nothing', () => {
    expect(didYouMean('ddq', ['ddp'])).toBe(' Did you mean ddp?');
    expect(didYouMean('ddq', [])).toBe('');
  });
});
