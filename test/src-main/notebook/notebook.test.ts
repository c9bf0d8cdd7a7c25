import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { exportRun } from '../../../src-main/run-export/export-run';
import { openStore } from '../../../src-main/store/store';
import { WrittenFiles } from '../../../src-main/written-files';
import { encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { randomFrom, seed } from '../../faults/random';
import { temporaryFolder } from '../../temporary-folder';
import { pythonWithSafetensors } from '../export/python-with-safetensors';
import { storeRandomRun } from '../run-export/random-run';

/** A home of two runs, of which the first has a posterior, and the folder of the exported notebook of one. */
async function exported(of = 'run-1') {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  const random = randomFrom(seed);
  for (const id of ['run-1', 'run-2']) storeRandomRun(store, id, random);
  const run = store.reader.run('run-1');
  const runFolder = join(home, 'runs', 'run-1');
  mkdirSync(runFolder, { recursive: true });
  const tensors = [
    { name: 'layers.0.weight.mean', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    { name: 'layers.0.weight.log_std', shape: [2, 2], data: new Float32Array(4).fill(Math.log(0.3)) },
    { name: 'likelihood.log_std', shape: [1], data: Float32Array.of(-1) },
    { name: 'layers.0.weight.low_rank', shape: [1, 2, 2], data: Float32Array.of(0.4, 0, 0, 0.4) },
  ];
  const about = { experiment: JSON.stringify(run.experiment), task: '{"kind":"x"}', normalisation: '{}' };
  writeFileSync(join(runFolder, 'posterior.safetensors'), encodeSafetensors(tensors, about));
  const outFolder = join(home, 'out');
  await exportRun(
    { reader: store.reader, run: store.reader.run(of), runFolder, format: 'notebook', outFolder, home },
    new WrittenFiles(home, 'anything'),
  );
  return { store, home, outFolder };
}

const program = `
import json, sys
from parasample_home import Home
home = Home(sys.argv[1])
run = home.run("1")
text = lambda values: [str(value) for value in values.tolist()]
curves = {name: [text(part) for part in run.curve(name)] for name in run.curve_names}
moments = {name: [text(part.ravel()) for part in pair] for name, pair in run.posterior().moments().items()}
metrics = {name: str(value) for name, value in run.metrics.items()}
record = home.table()[1]
print(json.dumps([run.experiment, curves, metrics, run.tags, run.log(), moments, [one.id for one in home.runs], record["training.samples"]]))
`;

const numberOf = (text: string): number =>
  text === 'nan' ? Number.NaN : Number(text.replace('inf', 'Infinity'));

test(`Python reads what the store has of a run: settings, every point, log and posterior (seed ${seed})`, async ({
  skip,
}) => {
  const python = await pythonWithSafetensors();
  if (!python) return skip('numpy could not be installed (no python3, pip or network).');
  const { store, home, outFolder } = await exported();
  const { stdout } = await promisify(execFile)('python3', ['-c', program, home], {
    env: { ...process.env, PYTHONPATH: `${python}:${outFolder}`, PYTHONIOENCODING: 'utf8' },
  });
  const [experiment, curves, metrics, tags, log, moments, ids, samples] = JSON.parse(stdout);
  const run = store.reader.run('run-1');
  expect([experiment, ids, samples]).toEqual([
    run.experiment,
    ['run-2', 'run-1'],
    run.experiment.training.samples,
  ]);
  const points = store.reader.points('run-1', 0);
  expect(new Set(Object.keys(curves))).toEqual(new Set(points.map(({ name }) => name)));
  for (const [name, [steps, epochs, seconds, values]] of Object.entries<string[][]>(curves)) {
    const own = points.filter((point) => point.name === name);
    expect(steps.map(Number)).toEqual(own.map(({ step }) => step));
    expect(epochs.map(Number)).toEqual(own.map(({ epoch }) => epoch));
    expect(seconds.map(Number)).toEqual(own.map(({ time }) => (time - (own[0]?.time ?? 0)) / 1000));
    expect(values.map(numberOf)).toEqual(own.map(({ value }) => value));
  }
  const last = Object.entries(metrics).map(([name, value]) => [name, numberOf(String(value))]);
  expect(new Map(last as [string, number][])).toEqual(new Map(Object.entries(run.metrics)));
  expect(tags).toEqual(run.annotations.tags);
  expect(log).toEqual(store.reader.logs('run-1', 0).map(({ text }) => text));
  // By hand: sqrt(0.3² + 0.4²) where the direction leads along a weight, 0.3 elsewhere; float32.
  const [mean, std] = (moments['layers.0.weight'] as string[][]).map((part) => part.map(Number));
  expect(mean).toEqual([1, 2, 3, 4]);
  for (const [index, wanted] of [0.5, 0.3, 0.3, 0.5].entries()) expect(std[index]).toBeCloseTo(wanted, 6);
});

test('a notebook opens its own run of its own home, and is what Jupyter reads', async () => {
  const { home, outFolder } = await exported();
  const notebook = JSON.parse(readFileSync(join(outFolder, 'run-1.ipynb'), 'utf8'));
  expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
  const code = notebook.cells.map(({ source }: { source: string }) => source).join('\n');
  expect(code).toContain(`home = Home(${JSON.stringify(home)})\nrun = home.run("run-1")`);
  const ids = notebook.cells.map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

// What Jupyter does, with nothing but NumPy: pandas is not there, and nothing is drawn.
const everyCell = `
import json, sys
from unittest.mock import MagicMock
sys.modules["pandas"] = None
sys.modules["matplotlib"] = sys.modules["matplotlib.pyplot"] = MagicMock()
names = {}
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec(cell["source"], names)
print(json.dumps([one["id"] for one in names["runs"]]))
`;

test.for([
  ['a posterior', 'run-1', /^layers\.0\.weight: \(2, 2\), std 0\.4, median/m],
  ['none', 'run-2', /^Run run-2 has no posterior in .*: it is \w+\.$/m],
] as const)(
  'every cell of a notebook runs without pandas, of a run that has $0',
  async ([_, id, told], { skip }) => {
    const python = await pythonWithSafetensors();
    if (!python) return skip('numpy could not be installed (no python3, pip or network).');
    const { outFolder } = await exported(id);
    const { stdout } = await promisify(execFile)(
      'python3',
      ['-c', everyCell, join(outFolder, `${id}.ipynb`)],
      {
        env: { ...process.env, PYTHONPATH: `${python}:${outFolder}`, PYTHONIOENCODING: 'utf8' },
      },
    );
    expect(stdout).toMatch(told);
    expect(stdout).toMatch(/\["run-2", "run-1"\]\s*$/);
  },
);

const oneNetwork = `
import sys
import numpy as np
from parasample_home import Posterior
posterior = Posterior({"layers.0.weight": np.zeros((4, 2))}, {"inference": {"method": sys.argv[1]}}, {}, {})
try:
    print(posterior.moments())
except ValueError as reason:
    print(reason)
`;

test.for(['point-estimate', 'mc-dropout'])(
  'weights of one network, as %s has them, are no draws, and have no deviations',
  async (method, { skip }) => {
    const python = await pythonWithSafetensors();
    if (!python) return skip('numpy could not be installed (no python3, pip or network).');
    const { outFolder } = await exported();
    const { stdout } = await promisify(execFile)('python3', ['-c', oneNetwork, method], {
      env: { ...process.env, PYTHONPATH: `${python}:${outFolder}` },
    });
    expect(stdout).toContain(`Of ${method} no weight has a deviation by itself`);
  },
);
