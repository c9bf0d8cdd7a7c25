import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';

const digitsFolder = 'src-main/datasets/digits';

function opened(leaveOutClasses?: readonly string[]) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits', ...(leaveOutClasses ? { leaveOutClasses: [...leaveOutClasses] } : {}) },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return openRunData(experiment, digitsFolder);
}

test('nothing is trained, validated or tested on a class that is left out, and those of the test are kept aside', async () => {
  const [all, some] = await Promise.all([opened(), opened(['3', '9'])]);
  expect(some.task).toMatchObject({ classNames: ['0', '1', '2', '4', '5', '6', '7', '8'] });
  for (const split of ['train', 'validation', 'test'] as const) {
    const before = all.targetsOf(all[split]);
    // In their order and by new numbers: those above 3 move up by one.
    const expected = [...before]
      .filter((label) => label !== 3 && label !== 9)
      .map((label) => (label > 3 ? label - 1 : label));
    expect([...some.targetsOf(some[split])]).toEqual(expected);
  }
  const { leftOut = new Uint32Array(0) } = some;
  expect(new Set(all.targetsOf(leftOut))).toEqual(new Set([3, 9]));
  expect(leftOut.length + some.test.length).toBe(all.test.length);
  for (const data of [all, some]) data.close();
});

test('batches and pictures tell of classes by their new numbers, and of pictures by their place among those that are tested', async () => {
  const some = await opened(['0']);
  const { inputs, targets } = some.trainReader(4).read(plainItems(some.train.subarray(0, 4)));
  expect([...targets]).toEqual([...some.targetsOf(some.train.subarray(0, 4))]);
  expect(inputs).toHaveLength(4 * 64);
  const picture = some.pictureOf?.(some.test[7]);
  expect(picture).toMatchObject({ item: 7, label: some.targetsOf(some.test)[7] });
  some.close();
});

test.each([
  { left: ['10'], says: /^data\.leaveOutClasses: 10 is no class of these data\./ },
  { left: ['0', '1', '2', '3', '4', '5', '6', '7', '8'], says: /fewer than two classes are left/ },
])('$left cannot be left out', async ({ left, says }) => {
  await expect(opened(left)).rejects.toThrow(says);
});

test('nothing is left out where that is said of no class', async () => {
  const none = await opened([]);
  expect(none.leftOut).toBeUndefined();
  none.close();
});
