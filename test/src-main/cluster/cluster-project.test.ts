import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeByteArray } from '../../../src-main/cluster/array-file';
import { exportForCluster } from '../../../src-main/cluster/cluster-project';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment';
import { temporaryFolder } from '../../temporary-folder';

const digits: ExperimentInput = {
  name: 'Digits',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};

function write(change: Partial<ExperimentInput>, outFolder = temporaryFolder()): Promise<string[]> {
  const experiment = experimentSchema.parse({ ...digits, ...change });
  return exportForCluster({ experiment, cacheFolder: outFolder, outFolder });
}

describe('a project for a cluster', () => {
  test('holds scripts, data, the experiment and how to start it', async () => {
    const folder = temporaryFolder();
    const files = await write({}, folder);
    expect(files.map((file) => relative(folder, file)).sort()).toEqual([
      'README.md',
      'data.py',
      'data/classes.json',
      'data/test-images.npy',
      'data/test-labels.npy',
      'data/train-images.npy',
      'data/train-labels.npy',
      'evaluation.py',
      'experiment.json',
      'job.sh',
      'mesh.py',
      'network.py',
      'noise.py',
      'objective.py',
      'requirements.txt',
      'run_log.py',
      'schedule.py',
      'train.py',
    ]);
    expect(files.every((file) => existsSync(file))).toBe(true);
    const experiment = JSON.parse(readFileSync(join(folder, 'experiment.json'), 'utf8'));
    expect(experiment).toEqual(experimentSchema.parse(digits));
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('torchrun --standalone');
  });

  test.each<[string, Partial<ExperimentInput>, string]>([
    ['other networks', { model: { kind: 'vit' } }, 'model.kind: only mlp and cnn'],
    [
      'other data',
      { data: { dataset: 'concrete' } },
      'data.dataset: a project for a cluster can hold digits',
    ],
    ['other methods', { inference: { method: 'deep-ensemble' } }, 'inference.method: torch_blue trains'],
    [
      'other priors',
      { inference: { prior: { kind: 'quiet' } } },
      'inference.prior: a project for a cluster knows',
    ],
    [
      'noise on outputs',
      { inference: { localReparameterisation: true } },
      'inference.localReparameterisation',
    ],
    [
      'point estimates',
      { inference: { pointEstimateLayers: ['layers.0'] } },
      'inference.pointEstimateLayers',
    ],
  ])('refuses %s by name, and writes nothing', async (_what, change, sentence) => {
    const folder = temporaryFolder();
    await expect(write(change, folder)).rejects.toThrow(sentence);
    expect(existsSync(join(folder, 'train.py'))).toBe(false);
  });

  test('says which data has to be fetched first', async () => {
    await expect(write({ data: { dataset: 'fashion-mnist' } })).rejects.toThrow('has not been fetched yet');
  });
});

test("NumPy's array file: magic number, header padded to 64 bytes, values (numpy.lib.format, version 1.0)", () => {
  const bytes = encodeByteArray(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  expect(Buffer.from(bytes.subarray(0, 8)).toString('latin1')).toBe('\x93NUMPY\x01\x00');
  const headerBytes = bytes[8] + 256 * bytes[9];
  expect((10 + headerBytes) % 64).toBe(0);
  const header = Buffer.from(bytes.subarray(10, 10 + headerBytes)).toString('latin1');
  expect(header.trimEnd()).toBe("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }");
  expect(header.endsWith('\n')).toBe(true);
  expect([...bytes.subarray(10 + headerBytes)]).toEqual([1, 2, 3, 4, 5, 6]);
});
