import { readFile, writeFile } from 'node:fs/promises';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import type { PosteriorWork } from '../../src-shared/posterior/posterior-work';
import { openRunData } from '../kinds-of-data';
import { posteriorTexts } from '../run/posterior-file';
import { posteriorOf } from './trained-posterior';

type Completion = Extract<PosteriorWork, { kind: 'complete' }>;

/**
 * Adds to weights alone what the data of their experiment tell: what they predict and how their inputs are
 * standardised, so that the file is a run's posterior. Returns how many weight samples it draws.
 * @throws BadInputError where data are not as they should be, or weights and network do not fit
 */
export async function completePosterior(work: Completion): Promise<number> {
  const { experiment, location, weights, runId, out } = work;
  const data = await openRunData(experiment, location);
  const { task, normalisation, timeStep, grid } = data;
  data.close();
  const { tensors } = decodeSafetensors(await readFile(weights), weights);
  const texts = posteriorTexts({ experiment, runId, task, normalisation, timeStep, grid, step: 0 });
  await writeFile(out, encodeSafetensors(tensors, texts));
  return posteriorOf({ tensors, metadata: texts }, out).experiment.training.samples;
}
