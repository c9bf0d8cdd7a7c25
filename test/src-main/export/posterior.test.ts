import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BadInputError } from '../../../src-shared/errors';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { decodeSafetensors, encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { exportAs, runOf } from './export-as';
import { pythonWithSafetensors } from './python-with-safetensors';

const experiment = experimentSchema.parse({
  name: 'Ziffern',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});
const tensors = [
  { name: 'dense0.kernel_mean', shape: [2, 2], data: Float32Array.of(0.5, -1.25, 3, 1e-7) },
  { name: 'dense0.kernel_log_std', shape: [2, 2], data: Float32Array.of(-4, -4.5, -5, -5.5) },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
  await writeFile(
    join(folder, 'posterior.safetensors'),
    encodeSafetensors(tensors, { engine: 'TensorFlow', runId: 'old' }),
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function exportInto(outFolder: string): Promise<string[]> {
  return exportAs('safetensors', folder, runOf(experiment), outFolder);
}

describe('an exported posterior stands for itself', () => {
  test("its tensors are the run's, its metadata hold the whole experiment", async () => {
    const outFolder = join(folder, 'new', 'exports');
    const files = await exportInto(outFolder);
    expect(files).toEqual([join(outFolder, 'run-1.safetensors')]);
    expect(await readdir(outFolder)).toEqual(['run-1.safetensors']);
    const { tensors: read, metadata } = decodeSafetensors(await readFile(files[0] as string));
    expect(read).toEqual(tensors);
    expect(metadata).toMatchObject({ format: 'parasample', runId: 'run-1', engine: 'TensorFlow' });
    expect(experimentSchema.parse(JSON.parse(metadata.experiment ?? ''))).toEqual(experiment);
  });

  test("Python's safetensors reads the same", async ({ skip }) => {
    const python = await pythonWithSafetensors();
    if (!python)
      return skip("Python's safetensors and numpy could not be installed (no python3, pip or network).");
    const [file] = await exportInto(folder);
    const program = [
      'import json, sys',
      'from safetensors import safe_open',
      'with safe_open(sys.argv[1], framework="numpy") as f:',
      '    tensors = {name: [list(f.get_tensor(name).shape), f.get_tensor(name).ravel().tolist()] for name in f.keys()}',
      '    print(json.dumps({"tensors": tensors, "metadata": f.metadata()}))',
    ].join('\n');
    const { stdout } = await promisify(execFile)('python3', ['-c', program, file as string], {
      env: { ...process.env, PYTHONPATH: python },
    });
    const read = JSON.parse(stdout);
    for (const { name, shape, data } of tensors) expect(read.tensors[name]).toEqual([shape, [...data]]);
    expect(JSON.parse(read.metadata.experiment)).toEqual(experiment);
  });
});

describe('what cannot be exported is said in a sentence', () => {
  test('a run without a posterior', async () => {
    await rm(join(folder, 'posterior.safetensors'));
    await expect(exportInto(folder)).rejects.toThrow('Run run-1 has no posterior to export');
  });

  test('a damaged posterior is named and not passed on', async () => {
    const file = join(folder, 'posterior.safetensors');
    await writeFile(file, (await readFile(file)).subarray(0, -1));
    await expect(exportInto(join(folder, 'out'))).rejects.toThrow(BadInputError);
    await expect(exportInto(join(folder, 'out'))).rejects.toThrow(file);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('a place that is no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(exportInto(join(folder, 'file'))).rejects.toThrow(BadInputError);
    await expect(exportInto(join(folder, 'file'))).rejects.toThrow(
      `The posterior cannot be written to ${join(folder, 'file')}`,
    );
  });

  test('a target that cannot be replaced leaves no half-written file behind', async () => {
    await mkdir(join(folder, 'out', 'run-1.safetensors', 'in the way'), { recursive: true });
    await expect(exportInto(join(folder, 'out'))).rejects.toThrow('cannot be written to');
    expect(await readdir(join(folder, 'out'))).toEqual(['run-1.safetensors']);
  });
});
