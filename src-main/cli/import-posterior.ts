import { BadInputError } from '../../src-shared/errors';
import { checkExperiment, describeProblems } from '../../src-shared/experiment/problems';
import type { CommandInput, CommandSurroundings } from './command';
import { readExperimentFile } from './experiment-file';
import { withCore } from './open-core';

/** Stores a torch_blue state_dict as a run with nothing but its posterior; returns the run's id. Throws BadInputError, FailedError. */
export function importStateDict(input: CommandInput, surroundings: CommandSurroundings): Promise<string> {
  const [file = '', experimentFile] = input.positionals;
  if (experimentFile === undefined)
    throw new BadInputError(
      `A state_dict does not say whose network it is for; name the experiment file too: \`parasample import ${file} EXPERIMENT\`.`,
    );
  return withCore(surroundings, async ({ api }) => {
    const checked = checkExperiment(readExperimentFile(experimentFile));
    if (!checked.ok) throw new BadInputError(`${experimentFile}: ${describeProblems(checked.problems)}`);
    return (await api.importPosterior(file, checked.experiment)).runId;
  });
}
