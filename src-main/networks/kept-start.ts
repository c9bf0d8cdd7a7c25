import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openTrainedWeights } from '../../src-files/trained/open-weights';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { startOf, startPath, withStartFile } from '../../src-shared/experiment/start';
import { runFolderOf } from '../runs/run-folder';
import { isKeptIn, keep } from './kept-network';

/**
 * The experiment with the file that its trained weights are read from: of a run its posterior, or what was kept of it when a run
 * began there before, so that the run may be gone by now.
 * @throws BadInputError where there is no such run, or none of its weights
 */
export function withFoundStart(experiment: Experiment, home: string): Experiment {
  const start = startOf(experiment);
  if (start?.run === undefined) return experiment;
  const { run, file } = start;
  if (file !== undefined && isKeptOf(file, run, home)) return experiment;
  const setting = `${startPath(experiment)}.run`;
  if (!/^[\w.-]+$/.test(run) || run.startsWith('.') || !existsSync(runFolderOf(home, run)))
    throw new BadInputError(
      `${setting}: there is no run ${run}; \`parasample runs\` lists those that are there.`,
    );
  const posterior = join(runFolderOf(home, run), 'posterior.safetensors');
  if (!existsSync(posterior))
    throw new BadInputError(
      `${setting}: run ${run} has no posterior to begin at; a run writes it when it finishes or is stopped.`,
    );
  return withStartFile(experiment, posterior);
}

function isKeptOf(file: string, run: string, home: string): boolean {
  return isKeptIn(home, file) && existsSync(file) && openTrainedWeights(file, 'start.file').runId === run;
}

/**
 * The experiment with its trained weights kept as a network’s file is, for the same reasons.
 * @throws BadInputError or FailedError where the file cannot be read, or not be copied
 */
export function withKeptStart(experiment: Experiment, home: string): Experiment {
  const file = startOf(experiment)?.file;
  if (file === undefined || isKeptIn(home, file)) return experiment;
  const path = resolve(file);
  return withStartFile(experiment, keep(path, [path], home));
}
