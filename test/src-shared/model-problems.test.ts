import { expect, test } from 'vitest';
import { type Model, modelSchema, networkFacts } from '../../src-shared/experiment/networks';

function modelProblems(model: Model) {
  return networkFacts(model).problems(model);
}

test.each(['mlp', 'cnn', 'vit', 'transformer', 'swin'])('%s with its defaults has sizes that fit', (kind) => {
  expect(modelProblems(modelSchema.parse({ kind }))).toEqual([]);
});

test("vit is the paper's Tiny unless told otherwise, and its Base has the same rules", () => {
  expect(modelSchema.parse({ kind: 'vit' })).toEqual({
    kind: 'vit',
    patchSize: 4,
    width: 192,
    depth: 6,
    heads: 3,
    mlpWidth: 768,
    dropout: 0,
  });
  expect(modelProblems(modelSchema.parse({ kind: 'vit', width: 768, mlpWidth: 3072 }))).toEqual([]);
});

test.each([
  [
    { kind: 'vit', width: 192, heads: 5 },
    { path: 'model.heads', message: '5 heads cannot share a width of 192 evenly; use a divisor of it.' },
  ],
  [
    { kind: 'vit', width: 6, heads: 2 },
    {
      path: 'model.width',
      message: 'Must be a multiple of 4 and at least 8, for the positions of patches; 6 is not.',
    },
  ],
  [
    { kind: 'transformer', width: 128, heads: 3 },
    { path: 'model.heads', message: '3 heads cannot share a width of 128 evenly; use a divisor of it.' },
  ],
  [
    { kind: 'transformer', width: 5, heads: 1 },
    { path: 'model.width', message: 'Must be even, for the positions of steps; 5 is not.' },
  ],
  [
    { kind: 'swin', width: 96, headWidth: 36 },
    { path: 'model.width', message: 'Must be a multiple of model.headWidth, 36; 96 is not.' },
  ],
])('%o is refused', (model, problem) => {
  expect(modelProblems(modelSchema.parse(model))).toEqual([problem]);
});
