import { extname, resolve } from 'node:path';
import type { ApiResults } from '../../../src-shared/protocol/api';
import { taskTitles } from '../../../src-shared/tasks';
import {
  type Command,
  type CommandInput,
  type CommandSurroundings,
  forceOption,
  jsonOption,
} from '../command';
import { readExperimentFile } from '../experiment-file';
import { followTask } from '../follow-task';
import { writeConfiguration } from '../import-configuration';
import { importStateDict } from '../import-posterior';
import { withCore } from '../open-core';

/** Endings of files that hold tensors. */
const tensorFiles = ['.safetensors', '.pt', '.pth', '.ckpt'];

/** Endings of configurations of sampling-parallelism. */
const configurationFiles = ['.yaml', '.yml'];

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE [EXPERIMENT] [--out DIR] [--force] [--json]',
  about:
    "Stores a run that was exported as JSON, CSV, TensorBoard or Parquet, with the posterior beside it; a posterior alone (safetensors), or a torch_blue state_dict of an experiment file's model, as a run that predicts and exports; or turns a configuration of sampling-parallelism (YAML) into an experiment file, written into a folder (here, unless named).",
  positionals: ['FILE', '[EXPERIMENT]'],
  options: { ...jsonOption, ...forceOption, out: { type: 'string' } },
  run: async (input, surroundings) => {
    const { terminal } = surroundings;
    const [file = ''] = input.positionals;
    if (configurationFiles.includes(extname(file).toLowerCase())) {
      const { written, notes } = await writeConfiguration(input, surroundings);
      for (const note of notes) terminal.note(note);
      if (input.flag('json')) terminal.json({ files: [written], notes });
      else terminal.line(written);
      return 0;
    }
    const { runId, hasPosterior } = isStateDict(input)
      ? { runId: await importStateDict(input, surroundings), hasPosterior: true }
      : await importOneRun(input, surroundings);
    if (input.flag('json')) terminal.json({ runId, hasPosterior });
    else {
      const withIt = hasPosterior ? ' with its posterior, for `predict` and `export`' : '';
      terminal.line(`${runId} is there${withIt}; \`parasample show ${runId}\` shows it.`);
    }
    return 0;
  },
};

/** Weights alone need an experiment; a posterior of Parasample says whose it is. */
function isStateDict({ positionals: [file = '', experiment] }: CommandInput): boolean {
  const ending = extname(file).toLowerCase();
  return tensorFiles.includes(ending) && (ending !== '.safetensors' || experiment !== undefined);
}

function importOneRun(
  input: CommandInput,
  surroundings: CommandSurroundings,
): Promise<ApiResults['importRun']> {
  const [file = '', experimentFile] = input.positionals;
  const experiment = experimentFile === undefined ? undefined : readExperimentFile(experimentFile);
  const path = resolve(file);
  return withCore(surroundings, async (core) => {
    const work = () => core.api.importRun(path, experiment);
    return followTask(core, taskTitles.importRun(path), surroundings, work);
  });
}
