import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src-main/cli/command-line';
import { Terminal } from '../../src-main/cli/terminal';
import { netcdf3 } from '../src-files/netcdf/netcdf-files';
import { temporaryFolder } from '../temporary-folder';

// What no worker could train is the person's to mend: refused before a run begins, and nothing is left of it.
const pictures = { dataset: 'digits' };

async function run(data: object, model: object, inference: object = {}) {
  const home = temporaryFolder();
  const rows = ['x,y', '1,2', '2,3', '3,5', '4,4'].join('\n');
  writeFileSync(join(home, 'table.csv'), rows);
  const u = { name: 'u', shape: [5, 6, 6], values: Array.from({ length: 180 }, (_, index) => index) };
  writeFileSync(join(home, 'field.nc'), netcdf3([u]));
  const path = 'path' in data ? { path: join(home, String(data.path)) } : {};
  const parallel = { mode: 'local', devices: ['cpu:0'] };
  const experiment = { data: { ...data, ...path }, model, inference, parallel };
  const file = join(home, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  const out: string[] = [];
  const err: string[] = [];
  const call = (...argv: string[]) =>
    runCommandLine(argv, {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: join(import.meta.dirname, '..', 'processes', 'speaking-worker.mjs'),
      pageFolder: home,
      onInterrupt: () => () => {},
    });
  const code = await call('run', file);
  await call('runs', '--json');
  return {
    code,
    err: err.join(''),
    listed: JSON.parse(out.join('')),
    hasFolder: existsSync(join(home, 'runs')),
  };
}

test.each([
  [
    'a point estimate of a layer that is not there',
    pictures,
    { kind: 'mlp', hidden: [8] },
    { pointEstimateLayers: ['layers.0', 'head'] },
    'inference.pointEstimateLayers: There is no layer head; this model has layers.0, layers.1.\n',
  ],
  [
    'a point estimate of a layer of a deep network',
    pictures,
    { kind: 'vit', patchSize: 4 },
    { pointEstimateLayers: ['layers'] },
    /There is no layer layers; this model has to_patch_embedding\.1, .* and 29 more\.\n$/,
  ],
  [
    'a table of which nothing is left to train on',
    { dataset: 'table', path: 'table.csv', target: 'y', testFraction: 0.6, validationFraction: 0.9 },
    { kind: 'mlp' },
    {},
    'data.testFraction: 0.6 for the test and 0.9 for validation leave none of 4 rows to train on.\n',
  ],
  [
    'fields of which nothing is left to train on',
    { dataset: 'field', path: 'field.nc', variables: ['u'], testFraction: 0.6, validationFraction: 0.5 },
    { kind: 'mlp' },
    {},
    'data.testFraction: of 5 time steps 1 are left to train on; one step after another needs two.\n',
  ],
  [
    'a Swin transformer of more stages than the fields allow',
    { dataset: 'field', path: 'field.nc', variables: ['u'] },
    { kind: 'swin', patchSize: 2, depths: [1, 1, 1] },
    {},
    /^model\.depths: 3 stages .* need a grid of at least 8 x 8, but the fields have 6 x 6 cells;/,
  ],
  [
    'patches that do not tile the fields',
    { dataset: 'field', path: 'field.nc', variables: ['u'] },
    { kind: 'vit', patchSize: 4 },
    {},
    /^model\.patchSize: Patches of 4 x 4 pixels do not tile images of 6 x 6;/,
  ],
  [
    'heads that cannot share the width',
    pictures,
    { kind: 'vit', patchSize: 4, width: 16, heads: 3 },
    {},
    'model.heads: 3 heads cannot share a width of 16 evenly; use a divisor of it.\n',
  ],
])(
  '%s is refused with exit code 2 and one sentence, and leaves no run',
  async (...[, data, model, inference, sentence]) => {
    const refused = await run(data, model, inference);
    expect(refused.err).toMatch(sentence);
    expect(refused.err.trim().split('\n')).toHaveLength(1);
    expect(refused).toMatchObject({ code: 2, listed: [], hasFolder: false });
  },
);
