import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { npzBytes } from '../../../src-main/export/npz';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';
import { pythonWithSafetensors } from './python-with-safetensors';

const experiment = experimentSchema.parse({
  name: 'Größe 🙂',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

test('NumPy opens an exported archive: means, standard deviations, names and the experiment', async ({
  skip,
}) => {
  const python = await pythonWithSafetensors();
  if (!python) return skip('numpy could not be installed (no python3, pip or network).');
  const file = join(temporaryFolder(), 'posterior.npz');
  const tensors = [
    { name: 'layers.0.weight.mean', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { name: 'layers.0.weight.log_std', shape: [2, 3], data: new Float32Array(6).fill(Math.log(0.5)) },
    { name: 'norm.weight', shape: [2], data: Float32Array.of(Number.NaN, Infinity) },
  ];
  writeFileSync(file, npzBytes({ tensors, metadata: { task: '{}', normalisation: '{}' } }, experiment));
  const program = [
    'import json, sys, numpy',
    'with numpy.load(sys.argv[1]) as f:',
    '    assert f.zip.testzip() is None',
    '    print(json.dumps({n: [list(f[n].shape), str(f[n].dtype.kind), [str(v) for v in f[n].ravel()]] for n in f.files}))',
  ].join('\n');
  const { stdout } = await promisify(execFile)('python3', ['-c', program, file], {
    env: { ...process.env, PYTHONPATH: python, PYTHONIOENCODING: 'utf8' },
  });
  const read = JSON.parse(stdout);
  expect(read['layers.0.weight.mean']).toEqual([[2, 3], 'f', ['1.0', '2.0', '3.0', '4.0', '5.0', '6.0']]);
  expect(read['layers.0.weight.std']).toEqual([[2, 3], 'f', Array(6).fill('0.5')]);
  expect(read['norm.weight']).toEqual([[2], 'f', ['nan', 'inf']]);
  expect(read.names).toEqual([[2], 'U', ['layers.0.weight', 'norm.weight']]);
  expect(read.config.slice(0, 2)).toEqual([[], 'U']);
  expect(JSON.parse(read.config[2][0])).toEqual(experiment);
});
