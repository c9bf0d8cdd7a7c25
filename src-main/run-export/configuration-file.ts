import { stringify } from 'yaml';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { writeConfiguration } from '../sampling-parallelism/write-configuration';

/**
 * The experiment of a run as a YAML configuration of the paper's reference implementation; what that does otherwise
 * stands in its first lines. Throws BadInputError where it cannot train the experiment.
 */
export function configurationText(experiment: Experiment, runId: string): string {
  const { settings, notes } = writeConfiguration(experiment);
  const comments = [`The experiment of run ${runId} of Parasample for sampling-parallelism.`, ...notes];
  return `${comments.map((line) => `# ${line}\n`).join('')}\n${stringify(settings)}`;
}
