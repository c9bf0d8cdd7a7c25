import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseSettings } from '../../src-main/settings-file';
import { BadInputError } from '../../src-shared/errors';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { checkExperiment } from '../../src-shared/experiment/problems';
import { decodeCheckpoint, encodeCheckpoint } from '../../src-shared/formats/checkpoint-file';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import { damagedFiles, readDamaged } from './damaged-files';
import { mutated, randomFrom, seed } from './random';

const tensors = [{ name: 'weight', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }];
const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});
const checkpoint = encodeCheckpoint({
  runId: 'demo-0000',
  experiment,
  state: {
    step: 3,
    isValidated: true,
    earlyStopping: { best: 1, epochsSinceBest: 0 },
    validationNll: 1,
    bestKept: 1,
    points: [],
  },
  parameters: tensors,
  moments: [tensors],
});

test(`${damagedFiles} damaged safetensors files are read or refused, and none makes more memory than it has bytes`, async () => {
  const bytes = encodeSafetensors(tensors, { format: 'pt' });
  const refused = await readDamaged(bytes, seed, (some) => {
    const { tensors: found } = decodeSafetensors(some);
    const values = found.reduce((sum, { data }) => sum + data.byteLength, 0);
    expect(values).toBeLessThanOrEqual(some.length);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 4);
});

test(`${damagedFiles} damaged checkpoints are refused, but for those that lost nothing`, async () => {
  const good = JSON.stringify(decodeCheckpoint(checkpoint, 'It'));
  const refused = await readDamaged(checkpoint, seed + 1, (some) => {
    expect(JSON.stringify(decodeCheckpoint(some, 'It'))).toBe(good);
  });
  expect(refused).toBeGreaterThan(damagedFiles / 2);
});

test(`${damagedFiles} changed experiments are accepted or refused with what is wrong`, () => {
  const random = randomFrom(seed + 2);
  let refused = 0;
  for (let file = 0; file < damagedFiles; file += 1) {
    const checked = checkExperiment(mutated(random, experiment));
    if (checked.ok) continue;
    refused += 1;
    for (const { message } of checked.problems) expect(message).toMatch(/[.?]$/);
  }
  expect(refused).toBeGreaterThan(damagedFiles / 2);
});

test.each([
  ['JSON', 'a.json', JSON.stringify(experiment, null, 2)],
  [
    'YAML',
    'a.yaml',
    `# An experiment\n${stringify(experiment, { aliasDuplicateObjects: false })}more: &a [1]\nless: *a\n`,
  ],
])(
  `${damagedFiles} damaged experiment files of %s are read or refused by name`,
  async (_format, name, text) => {
    const refused = await readDamaged(new TextEncoder().encode(text), seed + 3, (some) => {
      const settings = parseSettings(new TextDecoder().decode(some), name);
      checkExperiment(settings);
    });
    expect(refused).toBeGreaterThan(damagedFiles / 10);
  },
);

test('an experiment file that unfolds into more than memory holds is refused', () => {
  const levels = Array.from(
    { length: 30 },
    (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`,
  );
  expect(() => parseSettings(['l0: &l0 [1]', ...levels].join('\n'), 'a.yaml')).toThrow(BadInputError);
});
