import { expect, it } from 'vitest';
import { gridData } from '../../../../../src-renderer/runs/uncertainty/doubt/doubted-grid';
import { doubtText, guessesOf } from '../../../../../src-renderer/runs/uncertainty/doubt/doubted-item';

const item = {
  item: 7,
  label: 2,
  predicted: 0,
  entropy: 1.25,
  mutualInformation: 0.5,
  probabilities: [0.6, 0.1, 0.3],
  height: 1,
  width: 1,
  channels: 1,
  pixels: '',
};

it('lists the likeliest classes first, marks the true one, and keeps each sample’s own opinion', () => {
  const bySample = [
    [0.5, 0.1, 0.4],
    [0.7, 0.1, 0.2],
  ];
  const [first, second] = guessesOf({ ...item, bySample }, ['cat', 'dog', 'owl']);
  expect(first).toEqual({ name: 'cat', probability: 0.6, isTruth: false, bySample: [0.5, 0.7] });
  expect(second).toEqual({ name: 'owl', probability: 0.3, isTruth: true, bySample: [0.4, 0.2] });
});

it('names the error only where it is known', () => {
  expect(doubtText(item)).toBe('Entropy 1.25 nats, 0.50 of it from the weights');
  expect(doubtText({ ...item, error: 1.204 })).toMatch(/; error 1\.20 nats$/);
});

it('gives every class’s probability as a number behind the picture', () => {
  const { head, rows } = gridData([item], ['cat', 'dog']);
  expect(head.slice(-3)).toEqual(['Probability of cat', 'Probability of dog', 'Probability of 2']);
  expect(rows).toEqual([[7, '2', 'cat', 1.25, 0.5, '', 0.6, 0.1, 0.3]]);
});
