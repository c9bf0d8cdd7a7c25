import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrateRun } from '../../../src-main/posterior/calibrate-run';
import { ScriptedLauncher } from '../../runs/scripted-launcher';
import { temporaryFolder } from '../../temporary-folder';

const facts = { version: 1, step: 9, samples: 3, items: 20, testItems: 10 } as const;
const intervals = (method: string) => ({
  method,
  coverage: 0.9,
  thresholds: [1],
  found: [{ coverage: 0.9, width: 2 }],
});
const quantiles = [
  {
    curve: { at: [0, 1], values: [0, 1] },
    before: { error: 0.2, pinball: 1 },
    after: { error: 0.1, pinball: 1 },
  },
];

test('what another process calibrated meanwhile stays beside what is fitted, each head by itself', async () => {
  const runFolder = temporaryFolder();
  const file = join(runFolder, 'calibration.json');
  const heads = (first: object, second: object) => [
    { name: 'price', ...first },
    { name: 'size', ...second },
  ];
  const launcher = new ScriptedLauncher((worker) => {
    worker.onReceived = (message) => {
      if (message.type !== 'use' || message.work.kind !== 'calibrate') return;
      // Another process ends while this one predicts.
      const other = { ...facts, heads: heads({ intervals: intervals('cqr') }, { quantiles }) };
      writeFileSync(file, JSON.stringify(other));
      const own = heads({ intervals: intervals('locally-weighted') }, { intervals: intervals('cqr') });
      writeFileSync(message.work.out, JSON.stringify({ ...facts, heads: own }));
      worker.say({ type: 'used', result: { rows: 0, samples: 3, columns: [], notes: [] } });
    };
    worker.say({ type: 'hello' });
  });
  const engine = { choice: { kind: 'javascript' }, text: '', usesGpus: false } as const;
  const controls = { signal: new AbortController().signal, onProgress: () => {} };
  const found = await calibrateRun(
    { runFolder, location: '/data', oneAtATime: (action) => action() },
    {},
    { launcher, engine },
    controls,
  );
  expect(found.heads).toEqual(
    heads({ intervals: intervals('locally-weighted') }, { quantiles, intervals: intervals('cqr') }),
  );
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(found);
});
