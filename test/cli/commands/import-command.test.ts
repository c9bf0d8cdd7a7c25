import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src-main/cli/command-line';
import { Terminal } from '../../../src-main/cli/terminal';
import { decodeSafetensors, encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { buildWorker } from '../../src-workers/run/built-worker';
import { temporaryFolder } from '../../temporary-folder';

const experiment = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** A torch_blue state_dict of one linear layer from 8 x 8 pixels to 10 classes, and the command that imports it. */
function newImport(settings: object = experiment) {
  const home = temporaryFolder();
  const stateDict = join(home, 'net.safetensors');
  const experimentFile = join(home, 'experiment.json');
  const shapes = { weight: [10, 64], bias: [10] };
  const tensors = Object.entries(shapes).flatMap(([variable, shape]) =>
    ['mean', 'log_std'].map((parameter) => ({
      name: `1._${variable}_${parameter}`,
      shape,
      data: Float32Array.from({ length: variable === 'weight' ? 640 : 10 }, (_, index) => index),
    })),
  );
  writeFileSync(stateDict, encodeSafetensors(tensors, {}));
  writeFileSync(experimentFile, JSON.stringify(settings));
  const call = async () => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine(['import', stateDict, experimentFile], {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: worker,
      pageFolder: home,
      onInterrupt: () => () => undefined,
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  return { home, call };
}

let worker: string;
beforeAll(async () => {
  worker = await buildWorker();
});

describe('import', () => {
  test('stores the state_dict as a run that has its posterior, and says how to go on', async () => {
    const { home, call } = newImport();
    const { code, out, err } = await call();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [, runId] = /^(\S+) is there with its posterior, for `predict` and `export`;/.exec(out) ?? [];
    const file = join(home, 'runs', `${runId}`, 'posterior.safetensors');
    const { tensors, metadata } = decodeSafetensors(readFileSync(file));
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['layers.0.weight.mean', [64, 10]],
      ['layers.0.weight.log_std', [64, 10]],
      ['layers.0.bias.mean', [10]],
      ['layers.0.bias.log_std', [10]],
    ]);
    expect(metadata).toMatchObject({ imageShape: '[8,8,1]' });
    expect(JSON.parse(metadata.experiment ?? '')).toMatchObject(experiment);
  });

  test('says which shape the model wants where another is there', async () => {
    const { code, err } = await newImport({ ...experiment, data: { dataset: 'fashion-mnist' } }).call();
    expect(code).toBe(2);
    expect(err).toContain('1._weight_mean has shape [10, 64], expected was [10, 784].');
  });

  test('names the experiment file where its settings are wrong', async () => {
    const { home, call } = newImport({ ...experiment, model: { kind: 'mlp', hidden: [0] } });
    const { code, err } = await call();
    expect(code).toBe(2);
    expect(err).toContain(`${join(home, 'experiment.json')}: model.hidden.0:`);
  });
});
