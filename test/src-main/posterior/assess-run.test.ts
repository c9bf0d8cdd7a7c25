import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assessRun } from '../../../src-main/posterior/assess-run';
import type { PosteriorWork } from '../../../src-shared/posterior/posterior-work';
import type { FromWorker } from '../../../src-shared/protocol/worker-protocol';
import { ScriptedLauncher, type ScriptedWorker } from '../../runs/scripted-launcher';
import { temporaryFolder } from '../../temporary-folder';

type Work = Extract<PosteriorWork, { kind: 'assess' }>;

const assessment = { version: 1, step: 9, samples: 3, items: 20, ood: [] } as const;
const asked = { ood: [], labelled: [], by: [], corruptions: false, pruning: false };
const used: FromWorker = { type: 'used', result: { rows: 0, samples: 3, columns: [], notes: [] } };

function assessing(
  runFolder: string,
  script: (worker: ScriptedWorker, work: Work) => void,
  signal: AbortSignal,
) {
  const launcher = new ScriptedLauncher((worker) => {
    worker.onReceived = (message) => {
      if (message.type === 'use' && message.work.kind === 'assess') script(worker, message.work);
    };
    worker.say({ type: 'hello' });
  });
  const engine = { choice: { kind: 'javascript' }, text: '', usesGpus: false } as const;
  const controls = { signal, onProgress: () => {} };
  return assessRun(
    { runFolder, location: '/data', oneAtATime: (action) => action() },
    asked,
    { launcher, engine },
    controls,
  );
}

test('what was found until an evaluation was cancelled stays for the next one, and goes when that is whole', async () => {
  const runFolder = temporaryFolder();
  const controller = new AbortController();
  const cancelled = assessing(
    runFolder,
    (_, { soFar }) => {
      writeFileSync(soFar, 'found');
      controller.abort(new Error('enough'));
    },
    controller.signal,
  );
  await expect(cancelled).rejects.toThrow('enough');
  expect(readdirSync(runFolder)).toEqual(['assessment-so-far.jsonl']);
  let wasThere = false;
  const whole = assessing(
    runFolder,
    (worker, { soFar, out }) => {
      wasThere = existsSync(soFar);
      writeFileSync(out, JSON.stringify(assessment));
      worker.say(used);
    },
    new AbortController().signal,
  );
  expect(await whole).toEqual(assessment);
  expect(wasThere).toBe(true);
  expect(readdirSync(runFolder)).toEqual(['assessment.json']);
});

test('what another process found of the run meanwhile stays beside what is found', async () => {
  const runFolder = temporaryFolder();
  const noise = { name: 'noise', title: 'noise', items: 20, detection: {} };
  const data = { name: 'rows', title: 'rows.csv', path: '/rows.csv', items: 5, notes: [] };
  const { signal } = new AbortController();
  const other = { ...assessment, ood: [noise] };
  await assessing(
    runFolder,
    (worker, { out }) => {
      writeFileSync(join(runFolder, 'assessment.json'), JSON.stringify(other));
      writeFileSync(out, JSON.stringify({ ...assessment, labelled: [data] }));
      worker.say(used);
    },
    signal,
  );
  const kept: unknown = JSON.parse(readFileSync(join(runFolder, 'assessment.json'), 'utf8'));
  expect(kept).toMatchObject({ ood: [noise], labelled: [data] });
});
