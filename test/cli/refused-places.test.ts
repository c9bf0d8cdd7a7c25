import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/store';
import { randomFrom, seed } from '../faults/random';
import { storeRandomRun } from '../src-main/run-export/random-run';
import { temporaryFolder } from '../temporary-folder';
import { newCommandShell } from './command-shell';

/** Commands that write where the person says; FILE is an experiment file, PLACE cannot be written. */
const writing = [
  ['export', 'run-1', '--format', 'csv', '--out', 'PLACE'],
  ['cluster', 'FILE', '--out', 'PLACE'],
  ['study', 'STUDY', '--out', 'PLACE'],
  ['store', 'backup', 'PLACE/backup.sqlite'],
  ['import', 'CONFIGURATION', '--out', 'PLACE'],
];

const study = (experiment: object) => ({
  name: 'S',
  kind: 'grid',
  base: experiment,
  grid: { seeds: [1] },
});

async function refusal(argv: readonly string[], place: string) {
  const home = temporaryFolder();
  const store = openStore(home);
  storeRandomRun(store, 'run-1', randomFrom(seed));
  store.close();
  const { call, file } = newCommandShell('finish', { home });
  const beside = (name: string) => join(home, name);
  writeFileSync(beside('study.json'), JSON.stringify(study(JSON.parse(experimentText))));
  writeFileSync(beside('vit.yaml'), configuration);
  writeFileSync(file, experimentText);
  const filled = argv.map((word) =>
    word
      .replace('PLACE', place)
      .replace(/^FILE$/, file)
      .replace(/^STUDY$/, beside('study.json'))
      .replace(/^CONFIGURATION$/, beside('vit.yaml')),
  );
  const { code, out, err } = await call(...filled);
  return { code, out, lines: err.trim().split('\n') };
}

const experimentText = JSON.stringify({
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** As far as sampling-parallelism itself asks for it. */
const configuration = ['global_sample_num: 16', 'global_batch_size: 128', 'gpus_per_node: 2'].join('\n');

describe.each(writing.map((argv) => [argv.join(' '), argv] as const))('%s', (_name, argv) => {
  test('below a file ends with 2 and one sentence that names it', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { code, out, lines } = await refusal(argv, join(file, 'inner'));
    expect(lines).toEqual([expect.stringContaining(`: ${file} is a file and no folder. Name a place`)]);
    expect([code, out]).toEqual([2, '']);
  });

  test.runIf(existsSync('/proc'))('in a place that holds no folders ends with 2, in words', async () => {
    const { code, lines } = await refusal(argv, '/proc/parasample');
    expect(lines).toEqual([expect.stringContaining(': no folder can be made there. Name a place')]);
    expect(code).toBe(2);
  });
});
