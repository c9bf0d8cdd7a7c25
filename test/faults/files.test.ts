import { expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src-shared/checkpoint-file';
import { experimentSchema } from '../../src-shared/experiment';
import { checkExperiment } from '../../src-shared/problems';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/safetensors';
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
    pointsAfter: 2,
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
    for (const { message } of checked.problems) expect(message).toMatch(/\.$/);
  }
  expect(refused).toBeGreaterThan(damagedFiles / 2);
});
