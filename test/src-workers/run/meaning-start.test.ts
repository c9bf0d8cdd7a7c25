import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

type Noise = NonNullable<ExperimentInput['inference']>['noise'];

let script: string;
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
beforeAll(async () => {
  script = await buildWorker();
});

interface Asked {
  readonly targets: readonly string[];
  readonly noise?: Noise;
  readonly start?: ExperimentInput['start'];
}

/** On a table whose targets are these in turn: two for each input, so that it tells them apart. */
function train({ targets, noise, start }: Asked): Promise<GroupResult> {
  const path = join(folder, `${targets.join('-')}.csv`);
  const rows = Array.from({ length: 24 }, (_, row) => `${row % 2},${targets[row % targets.length]}`);
  writeFileSync(path, `x,y\n${rows.join('\n')}\n`);
  const task = noise ? {} : { task: 'classification' as const };
  const experiment: ExperimentInput = {
    data: { dataset: 'table', path, target: 'y', ...task, testFraction: 0, validationFraction: 0 },
    model: { kind: 'mlp', hidden: [] },
    inference: { method: 'point-estimate', ...(noise ? { noise } : {}) },
    training: { samples: 1, batchSize: 32, steps: 2 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
    ...(start ? { start } : {}),
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
}

const fileOf = (run: GroupResult) => join(run.folder, 'posterior.safetensors');
const notes = ({ messages }: GroupResult) =>
  messages.flatMap((message) =>
    message.type === 'log' && message.text.includes('was trained on the classes') ? [message.text] : [],
  );

test('a last layer that was trained on classes is taken for the same ones at the same places', async () => {
  const file = fileOf(await train({ targets: ['cat', 'dog'] }));
  expect(notes(await train({ targets: ['dog', 'cat'], start: { file } }))).toEqual([]);
  // By their names: bird comes before cat, which then stands where dog stood.
  await expect(train({ targets: ['cat', 'bird'], start: { file } })).rejects.toThrow(
    /^start\.file: the last layer of .* was trained on the classes cat, dog, and these data have bird, cat: cat would be taken for dog; give data with the same classes, or let it begin afresh \(start\.fresh: \["last"\]\)\.$/,
  );
  expect(notes(await train({ targets: ['cat', 'bird'], start: { file, fresh: ['last'] } }))).toEqual([]);
  // All others may be the same things under other names.
  expect(notes(await train({ targets: ['Hund', 'Katze'], start: { file } }))).toEqual([
    expect.stringContaining(
      'was trained on the classes cat, dog, and begins here as that of Hund, Katze, by their places; let it begin afresh',
    ),
  ]);
});

test.each<readonly [Noise, Noise, RegExp]>([
  [
    { kind: 'predicted', std: 0.5 },
    { kind: 'predicted', std: 0.1 },
    /was trained to give values and their noise, where 0 is a deviation of 0\.5 \(noise predicted\), and would be taken for values and their noise, where 0 is a deviation of 0\.1/,
  ],
  [{ kind: 'predicted' }, { kind: 'log-variance' }, /would be taken for values and their log-variance/],
  [{ kind: 'fixed' }, { kind: 'poisson' }, /to give values, and would be taken for log-rates of counts/],
])('one that was trained under %j is refused under %j', async (before, noise, sentence) => {
  const targets = ['1', '5'];
  const file = fileOf(await train({ targets, noise: before }));
  await train({ targets, noise: before, start: { file } });
  await expect(train({ targets, noise, start: { file } })).rejects.toThrow(sentence);
  await train({ targets, noise, start: { file, fresh: ['last'] } });
});
