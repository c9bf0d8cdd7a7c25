import { expect, test } from 'vitest';
import { step } from '../../scripts/step.mjs';

test('long work says when it begins and when it is done, and gives its value', async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const value = await step(say, 'Packages', 'installing two', async () => {
    expect(said).toEqual(['Packages: installing two']);
    return 7;
  });
  expect(value).toBe(7);
  expect(said[1]).toMatch(/^Packages: done in \d+ s$/);
});

test('work that fails is not called done', async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  await expect(step(say, 'App', 'building', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(said).toEqual(['App: building']);
});
