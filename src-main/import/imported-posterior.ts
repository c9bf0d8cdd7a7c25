import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../../src-files/temporary-folder';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { encodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from '../posterior/posterior-worker';
import { newRunId } from '../runs/run-id';

export interface PosteriorImport {
  /** Weights alone, under the names of Parasample's posteriors. */
  readonly tensors: readonly Tensor[];
  /** Whose model the weights are for. */
  readonly experiment: Experiment;
  /** Where its data lie: they say how inputs are standardised. */
  readonly location: string;
}

/**
 * Makes a posterior file of Parasample from weights and hands its path to `take`; the file is gone when that is done.
 * Throws what `workWithPosterior` throws.
 */
export async function withImportedPosterior<Taken>(
  { tensors, experiment, location }: PosteriorImport,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
  take: (posterior: string) => Promise<Taken>,
): Promise<Taken> {
  const folder = makeTemporaryFolder('parasample-import-');
  try {
    const weights = join(folder, 'weights.safetensors');
    const out = join(folder, 'posterior.safetensors');
    await writeFile(weights, encodeSafetensors(tensors, {}));
    const runId = newRunId(experiment.name);
    const work = { kind: 'complete', experiment, location, weights, runId, out } as const;
    await workWithPosterior(work, workshop, controls);
    return await take(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
