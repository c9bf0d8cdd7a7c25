import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importTorchBlue } from '../../src-main/import/torch-blue';
import { toTorchOrder } from '../../src-main/torch-blue/reorder';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { flatten, layoutOf } from '../../src-workers/engine/parameter-layout';
import { encodePosterior } from '../../src-workers/run/posterior-file';
import { exportAs, runOf } from '../src-main/export/export-as';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { agreesWithTorchBlue } from './agreement';
import { ourPass } from './our-pass';
import { encodeCase, imagesOf, type ParityCase, parityCases, posteriorOf, taskOf } from './parity-case';
import { records, runPython } from './python';
import { TorchBlueRecord } from './torch-blue-record';

const tensorflow: EngineChoice = { kind: 'tensorflow', binding: bindingPath() };
const normalisation = { mean: [0.3, 0.4], std: [0.2, 0.5] };

describe.each(parityCases)('torch_blue itself and Parasample on the $name', (parity) => {
  const folder = mkdtempSync(join(tmpdir(), 'parity-'));
  const caseFile = join(folder, 'case.safetensors');
  const recordFile = join(records, `${parity.name}.safetensors`);
  beforeAll(async () => {
    writeFileSync(caseFile, encodeCase(parity, [pixelsOf(parity)]));
    await runPython('record_golden.py', caseFile, recordFile);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('same weights, same noise', () => {
    agreesWithTorchBlue(parity, tensorflow, () => new TorchBlueRecord(parity, recordFile));
  });

  test('the recorded golden values are what torch_blue computes today', () => {
    const golden = read(join(import.meta.dirname, 'fixtures', `${parity.name}.safetensors`));
    const today = read(recordFile);
    expect([...golden.keys()]).toEqual([...today.keys()]);
    for (const [name, values] of today) {
      const isZero = values.every((value) => value === 0);
      if (isZero) expect(golden.get(name), name).toEqual(values);
      else expect(relativeDistance(golden.get(name) ?? [], values), name).toBeLessThan(1e-5);
    }
  });

  test('an exported posterior loads strictly and predicts the same', async () => {
    const exported = await exportOf(parity, folder);
    const predictions = join(folder, 'exported.safetensors');
    await runPython('predict_exported.py', exported, caseFile, predictions);
    const ours = ourPass(parity, tensorflow);
    const theirs = read(predictions).get('probabilities') ?? [];
    expect(relativeDistance(ours.probabilities, theirs)).toBeLessThan(1e-5);
  });

  describe("a torch_blue network's state_dict", () => {
    const { imageShape, classes } = parity;
    const target = { model: parity.experiment.model, imageShape, classes };
    beforeAll(() => runPython('write_state_dict.py', caseFile, folder));

    test('imports and predicts the same', async () => {
      const posterior = await importTorchBlue(join(folder, 'state-dict.safetensors'), target);
      const ours = ourPass(parity, tensorflow, {}, posterior);
      const theirs = read(join(folder, 'predictions.safetensors')).get('probabilities') ?? [];
      expect(relativeDistance(ours.probabilities, theirs)).toBeLessThan(1e-5);
    });

    test('is refused as a file of torch.save', async () => {
      const file = join(folder, 'state-dict.pt');
      await expect(importTorchBlue(file, target)).rejects.toThrow('save the state_dict as safetensors');
    });
  });
});

/** Exports the case's posterior as a run would have left it; returns the folder with load.py. */
async function exportOf(parity: ParityCase, folder: string): Promise<string> {
  const posterior = posteriorOf(parity);
  const layout = layoutOf(posterior);
  const { experiment } = parity;
  const bytes = encodePosterior(
    layout,
    flatten(
      layout,
      posterior.map(({ data }) => data),
    ),
    {
      experiment,
      runId: 'run-1',
      task: taskOf(parity),
      normalisation,
      step: 1,
    },
  );
  const runFolder = join(folder, 'run');
  mkdirSync(runFolder);
  writeFileSync(join(runFolder, 'posterior.safetensors'), bytes);
  await exportAs('torch-blue', runFolder, runOf(experiment), folder);
  return join(folder, 'run-1-torch-blue');
}

/** The images before normalisation, as load.py takes them. */
function pixelsOf(parity: ParityCase) {
  const [height, width, channels] = parity.imageShape;
  const items = parity.labels.length;
  const pixels = imagesOf(parity).map((value, index) => {
    const channel = index % channels;
    return 255 * (value * (normalisation.std[channel] ?? 1) + (normalisation.mean[channel] ?? 0));
  });
  const view = [items, height, width, channels];
  const data = toTorchOrder(pixels, { view, order: [0, 3, 1, 2] });
  return { name: 'pixels', shape: [items, channels, height, width], data };
}

function read(file: string): ReadonlyMap<string, Float32Array> {
  const { tensors } = decodeSafetensors(readFileSync(file), file);
  return new Map(tensors.map(({ name, data }) => [name, data]));
}
