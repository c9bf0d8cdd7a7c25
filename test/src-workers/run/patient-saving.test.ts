import { expect, test } from 'vitest';
import { savePatiently } from '../../../src-workers/run/patient-saving';

const patience = { pauseMs: 1, mostMs: 3 };

/** Something that the disk refuses so many times. */
function refused(times: number) {
  let tries = 0;
  const save = () => {
    tries += 1;
    if (tries <= times) throw new Error('no space left');
  };
  return { save, tries: () => tries };
}

test('what the disk refuses is saved when there is room, and is told of once', async () => {
  const { save, tries } = refused(2);
  const warnings: string[] = [];
  await savePatiently(save, (text) => warnings.push(text), patience);
  expect(tries()).toBe(3);
  expect(warnings).toEqual([
    expect.stringMatching(/no space left\. It is tried again for .* make room for it\.$/),
  ]);
});

test('what the disk takes at once is saved without a word', async () => {
  const warnings: string[] = [];
  await savePatiently(refused(0).save, (text) => warnings.push(text), patience);
  expect(warnings).toEqual([]);
});

test('a disk that stays full fails the saving in the end', async () => {
  const { save, tries } = refused(Infinity);
  await expect(savePatiently(save, () => undefined, patience)).rejects.toThrow('no space left');
  expect(tries()).toBe(4);
});
