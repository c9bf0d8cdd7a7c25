import { BadInputError } from '../../src-shared/errors';
import { checkExperiment, describeProblems } from '../../src-shared/problems';
import { importPosterior } from '../import/imported-posterior';
import { type Command, jsonOption } from './command';
import { readExperimentFile } from './experiment-file';
import { withCore } from './open-core';

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE EXPERIMENT [--out DIR] [--json]',
  about:
    "Turns a torch_blue state_dict (saved as safetensors) into a posterior of an experiment file's model, written into a folder (here, unless named).",
  positionals: ['FILE', 'EXPERIMENT'],
  options: { ...jsonOption, out: { type: 'string' } },
  run: (input, surroundings) =>
    withCore(surroundings, async ({ api }) => {
      const [file = '', experimentFile = ''] = input.positionals;
      const checked = checkExperiment(readExperimentFile(experimentFile));
      if (!checked.ok) throw new BadInputError(`${experimentFile}: ${describeProblems(checked.problems)}`);
      const { experiment } = checked;
      const images = (await api.datasets()).find(({ id }) => id === experiment.data.dataset);
      const [height, width, channels] = images?.shape ?? [];
      if (images?.kind !== 'images')
        throw new BadInputError(`${experimentFile}: only models of images can be imported from torch_blue.`);
      const written = await importPosterior({
        file,
        experiment,
        imageShape: [height, width, channels],
        classNames: images.classes,
        outFolder: input.text('out') ?? '.',
      });
      if (input.flag('json')) surroundings.terminal.json({ files: [written] });
      else surroundings.terminal.line(written);
      return 0;
    }),
};
