import { BadInputError } from '../../src-shared/errors';
import { checkExperiment, describeProblems } from '../../src-shared/problems';
import type { CommandInput, CommandSurroundings } from './command';
import { readExperimentFile } from './experiment-file';
import { withCore } from './open-core';

/** Turns a torch_blue state_dict into a posterior file and returns its path. Throws BadInputError, FailedError. */
export function importStateDict(input: CommandInput, surroundings: CommandSurroundings): Promise<string> {
  const [file = '', experimentFile] = input.positionals;
  if (experimentFile === undefined)
    throw new BadInputError(
      `A state_dict does not say whose network it is for; name the experiment file too: \`parasample import ${file} EXPERIMENT\`.`,
    );
  return withCore(surroundings, async ({ api }) => {
    const checked = checkExperiment(readExperimentFile(experimentFile));
    if (!checked.ok) throw new BadInputError(`${experimentFile}: ${describeProblems(checked.problems)}`);
    const { files } = await api.importPosterior(file, checked.experiment, input.text('out') ?? '.');
    return files[0];
  });
}
