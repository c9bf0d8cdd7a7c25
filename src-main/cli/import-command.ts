import { extname, resolve } from 'node:path';
import type { ApiResults } from '../../src-shared/api';
import { taskTitles } from '../../src-shared/tasks';
import { type Command, type CommandInput, type CommandSurroundings, jsonOption } from './command';
import { readExperimentFile } from './experiment-file';
import { followTask } from './follow-task';
import { writeConfiguration } from './import-configuration';
import { importStateDict } from './import-posterior';
import { withCore } from './open-core';

/** Endings of files that hold tensors. */
const tensorFiles = ['.safetensors', '.pt', '.pth', '.ckpt'];

/** Endings of configurations of sampling-parallelism. */
const configurationFiles = ['.yaml', '.yml'];

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE [EXPERIMENT] [--out DIR] [--json]',
  about:
    "Stores a run that was exported as JSON, CSV, TensorBoard or Parquet; turns a configuration of sampling-parallelism (YAML) into an experiment file; or a torch_blue state_dict (saved as safetensors) into a posterior of an experiment file's model, written into a folder (here, unless named).",
  positionals: ['FILE', '[EXPERIMENT]'],
  options: { ...jsonOption, out: { type: 'string' } },
  run: async (input, surroundings) => {
    const { terminal } = surroundings;
    const [file = ''] = input.positionals;
    if (tensorFiles.includes(extname(file).toLowerCase())) {
      const written = await importStateDict(input, surroundings);
      if (input.flag('json')) terminal.json({ files: [written] });
      else terminal.line(written);
      return 0;
    }
    if (configurationFiles.includes(extname(file).toLowerCase())) {
      const { written, notes } = await writeConfiguration(input);
      for (const note of notes) terminal.note(note);
      if (input.flag('json')) terminal.json({ files: [written], notes });
      else terminal.line(written);
      return 0;
    }
    const { runId, hasPosterior } = await importOneRun(input, surroundings);
    if (input.flag('json')) terminal.json({ runId, hasPosterior });
    else {
      const withIt = hasPosterior ? ' with its posterior, for `predict` and `export`' : '';
      terminal.line(`${runId} is there${withIt}; \`parasample show ${runId}\` shows it.`);
    }
    return 0;
  },
};

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
