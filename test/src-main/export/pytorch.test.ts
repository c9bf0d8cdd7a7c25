import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import {
  pictureMlp,
  type SmallPosterior,
  seriesTransformer,
  smallPosteriors,
  tableMlp,
  writePosterior,
} from '../../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { exportAs, runOf } from './export-as';

// What the file predicts is held against the app in test/parity/pytorch.parity.ts, which has PyTorch.

async function exported(small: SmallPosterior): Promise<{ home: string; files: string[] }> {
  const home = temporaryFolder();
  const { tensors, metadata } = decodeSafetensors(readFileSync(writePosterior(home, small)));
  expect(tensors.length).toBeGreaterThan(0);
  const { experiment } = readPosteriorMetadata(metadata, 'it');
  return { home, files: await exportAs('pytorch', home, runOf(experiment), home) };
}

test('a posterior for PyTorch is the run’s own file with a Python file beside it that says what it takes', async () => {
  const { home, files } = await exported(seriesTransformer);
  const folder = join(home, 'run-1-pytorch');
  expect(files).toEqual([join(folder, 'load.py'), join(folder, 'posterior.safetensors')]);
  const own = decodeSafetensors(readFileSync(join(home, 'posterior.safetensors')));
  expect(decodeSafetensors(readFileSync(files[1])).tensors).toEqual(own.tensors);
  const script = readFileSync(files[0], 'utf8');
  expect(script).toContain('KIND = "time-series"');
  expect(script).toContain('TAKES = "[items, 10, 9]: the value of each step in its own unit');
});

test('its Python file names the columns of a table in the order that the network takes them', async () => {
  const { files } = await exported(tableMlp);
  const { names } = tableMlp.normalisation;
  expect(names?.length).toBeGreaterThan(1);
  expect(readFileSync(files[0], 'utf8')).toContain(`\nINPUTS = ${JSON.stringify(names)}\n`);
});

const path = join(import.meta.dirname, '../../parity/fixtures/onnx/convolutional-dynamo.onnx');
const own: SmallPosterior = {
  ...pictureMlp,
  name: 'a network of one’s own',
  experiment: { ...pictureMlp.experiment, model: { kind: 'onnx', path } },
};

test('of a network of the person’s own it takes their module, its axes and its running statistics', async () => {
  const { files } = await exported(own);
  const named = (name: string) => readFileSync(files.find((file) => file.endsWith(name)) ?? '');
  const script = named('load.py').toString();
  expect(script).toContain('    use(YourModule())\n');
  // Pictures are [height, width, channels] here, with channels in front there.
  expect(script).toContain('AXES = [2,0,1]\nITEM = [1,8,8]\nENDS_IN_SOFTMAX = False\n');
  const { tensors } = decodeSafetensors(named('buffers.safetensors'));
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ['bn.running_mean', [3]],
    ['bn.running_var', [3]],
  ]);
});

test.each([...smallPosteriors, own])(
  'its Python file is whole Python without names that are not there: $name',
  async (small) => {
    const { files } = await exported(small);
    const script = files.find((file) => file.endsWith('load.py')) ?? '';
    const compile = [
      'import ast, builtins, sys',
      'tree = ast.parse(open(sys.argv[1]).read())',
      'imported = [a.asname or a.name.split(".")[0] for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names]',
      'stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}',
      'defined = {n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.ClassDef))}',
      'arguments = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}',
      'known = {*imported, *stored, *defined, *arguments, *dir(builtins), "__file__"}',
      'print([n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in known])',
    ].join('\n');
    const { stdout } = await promisify(execFile)('python3', ['-c', compile, script]);
    expect(stdout.trim()).toBe('[]');
  },
);
