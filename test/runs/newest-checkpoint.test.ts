import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newestCheckpoint } from '../../src-main/runs/newest-checkpoint';
import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import { encodeCheckpoint } from '../../src-shared/formats/checkpoint-file';
import { checkpointName, checkpointsFolder } from '../../src-shared/formats/checkpoint-names';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'field', path: '/a.nc', variables: ['t2m'] },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** A run's folder with a checkpoint after three steps. */
function folderWith(kept: Experiment): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, checkpointsFolder));
  const bytes = encodeCheckpoint({
    runId: 'demo-0000',
    experiment: kept,
    state: {
      step: 3,
      isValidated: true,
      earlyStopping: { best: 1, epochsSinceBest: 0 },
      validationNll: 1,
      bestKept: 1,
      points: [],
    },
    parameters: [],
    moments: [],
  });
  writeFileSync(join(folder, checkpointsFolder, checkpointName(3)), bytes);
  return folder;
}

test('a run that an earlier version queued recovers at its checkpoints: settings that came later are stored last', () => {
  const settings = Object.fromEntries(Object.entries(experiment.data).reverse());
  const carriedOn = { ...experiment, data: settings as typeof experiment.data };
  const found = newestCheckpoint('demo-0000', carriedOn, folderWith(experiment));
  expect(found).toMatchObject({ newest: { state: { step: 3 } }, notes: [] });
});

test('a checkpoint of other settings is passed over', () => {
  const other = { ...experiment, seed: 1 };
  const found = newestCheckpoint('demo-0000', other, folderWith(experiment));
  expect(found.newest).toBeUndefined();
  expect(found.notes.join()).toContain('belongs to other settings');
});
