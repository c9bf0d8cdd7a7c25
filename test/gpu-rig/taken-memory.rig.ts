import { rmSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { ExperimentInput } from '../../src-shared/experiment/experiment';
import { isOver } from '../../src-shared/runs/runs';
import { heldAfter } from '../runs/watched-launcher';
import { SupervisedRig } from './supervised';

const patience = { timeout: 400_000, interval: 50 };

/** What its Laplace approximation needs after training is much more than its steps do. */
const experiment: ExperimentInput = {
  name: 'Taken memory',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [1024] },
  inference: { method: 'laplace', weights: 'last-layer', structure: 'kronecker' },
  training: { samples: 1, batchSize: 8, steps: 2000, epochs: 100 },
  parallel: { mode: 'local', devices: ['gpu:0'] },
};

/** A run in whose midst other programs take what is left of the GPU's memory. */
async function takenFrom() {
  const rig = new SupervisedRig();
  const { id } = await rig.supervisor.start(experiment);
  await heldAfter(1, rig, id);
  writeFileSync(rig.taken, '');
  rig.supervisor.resume(id);
  await told(waits, rig, id);
  return { rig, id };
}

/** A run that is over tells nothing any more. */
async function told(sentence: RegExp, rig: SupervisedRig, id: string): Promise<void> {
  const said = () => rig.notes(id).join('\n');
  await vi.waitUntil(() => sentence.test(said()) || isOver(rig.supervisor.summary(id).status), patience);
  expect(said()).toMatch(sentence);
}

const waits = /gpu:0 has no memory left for .*; the run waits for it up to 30 s\./;

test('a run whose memory others take for a while waits and goes on', async () => {
  const { rig, id } = await takenFrom();
  rmSync(rig.taken);
  await told(/gpu:0 has memory again, and the run goes on\./, rig, id);
});

test('a run whose memory others keep ends with what was asked, what the GPU has and what needs less, and is no hanging one', async () => {
  const { rig, id } = await takenFrom();
  await rig.over(id, 'failed');
  expect(rig.supervisor.summary(id).reason).toMatch(
    /gpu:0 ran out of memory: another .* was asked for; of its 85\.5 GB, [\d.]+ GB were free when the run was prepared and none when it was asked for\. .*smaller batch/,
  );
  expect(rig.notes(id).join()).not.toContain('sign of life');
});
