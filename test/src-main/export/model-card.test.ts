import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { pictureMlp, tableMlp, writePosterior } from '../../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { exportAs, runOf } from './export-as';

async function cardOf(posterior: typeof pictureMlp, evaluation?: object, more: Partial<RunSummary> = {}) {
  const folder = temporaryFolder();
  const file = writePosterior(folder, posterior);
  const { metadata } = decodeSafetensors(readFileSync(file));
  if (evaluation) writeFileSync(join(folder, 'evaluation.json'), JSON.stringify(evaluation));
  const { experiment } = readPosteriorMetadata(metadata, file);
  const [card] = await exportAs('card', folder, { ...runOf(experiment), ...more }, folder);
  return { experiment, text: readFileSync(card, 'utf8') };
}

test('a model card names network, data, scores with their calibration, software and devices', async () => {
  const bin = { low: 0.8, high: 1, items: 12, confidence: 0.9, accuracy: 0.75 };
  const empty = { low: 0, high: 0.8, items: 0, confidence: null, accuracy: null };
  const { text } = await cardOf(pictureMlp, {
    version: 1,
    items: 12,
    samples: 3,
    classNames: ['a', 'b', 'c'],
    reliability: [empty, bin],
    bySamples: [],
    shownItems: [],
  });
  expect(text).toContain('as run `run-1`');
  expect(text).toContain('Kind: mlp (hidden 5; activation gelu');
  // 64 x 5 + 5 + 5 x 3 + 3 weights, each with a mean and a standard deviation.
  expect(text).toContain('Trained numbers: 686; weights with a distribution: 343');
  expect(text).toContain('Hand-written digits');
  expect(text).toContain('Classes: a, b, c');
  expect(text).toContain('| Accuracy (test) | 0.8765 |  |');
  expect(text).not.toContain('train.loss');
  expect(text).toContain('| 0.8 to 1 | 12 | 0.9 | 0.75 |');
  expect(text).not.toContain('| 0 to 0.8');
  expect(text).toContain('Engine: TensorFlow 2.21 (CPU)');
  expect(text).toContain('Devices: cpu:0 (mode local)');
  expect(text).toContain('Took: 30.0 s');
});

describe('of files of the person’s own under the name of a known set', () => {
  const ofClasses = (classNames: readonly string[], data: object) =>
    cardOf({
      ...pictureMlp,
      task: { ...pictureMlp.task, classNames },
      experiment: { ...pictureMlp.experiment, data },
    } as typeof pictureMlp);

  test('a model card claims nothing of that set', async () => {
    const own = { dataset: 'fashion-mnist', path: '/mine' };
    const { text } = await ofClasses(['0', '1', '2'], own);
    expect(text).toContain("Files of the person's own, in the form of fashion-mnist.");
    expect(text).not.toMatch(/clothing|Licence|MIT|Items:/);
    const cifar = await ofClasses(['0', '1', '2'], { dataset: 'cifar-10', path: '/mine' });
    expect(cifar.text).not.toMatch(/animals|Licence|Items:/);
  });
});

test('a model card of a continued run says how long it was going', async () => {
  const { started = 0 } = runOf((await cardOf(pictureMlp)).experiment);
  const gaps = [{ from: started + 5000, to: started + 25_000 }];
  expect((await cardOf(pictureMlp, undefined, { gaps })).text).toContain('Took: 10.0 s');
});

test('its configuration is the experiment, to be run again', async () => {
  const { text, experiment } = await cardOf(tableMlp);
  const yaml = /```yaml\n([^`]*)```/.exec(text)?.[1] ?? '';
  expect(parse(yaml)).toEqual(experiment);
  expect(text).toContain('Predicts: y in MPa (one number an item)');
  expect(text).not.toContain('## Calibration');
});
