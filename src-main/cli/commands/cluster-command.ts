import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { taskTitles } from '../../../src-shared/tasks';
import { refuseOverInput } from '../../refuse-over-input';
import { type Command, forceOption, jsonOption } from '../command';
import { readExperimentFile } from '../experiment-file';
import { followTask } from '../follow-task';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';

export const clusterCommand: Command = {
  name: 'cluster',
  usage: 'RUN|EXPERIMENT [--out DIR] [--force] [--json]',
  about:
    'Writes a Python project that trains the experiment of a run or a file with PyTorch, torch_blue and torchrun on other machines.',
  positionals: ['RUN|EXPERIMENT'],
  options: { ...jsonOption, ...forceOption, out: { type: 'string' } },
  run: (input, surroundings) => {
    const { terminal } = surroundings;
    const [source = ''] = input.positionals;
    const out = input.text('out');
    return withCore(
      surroundings,
      async (core) => {
        const { api } = core;
        if (out !== undefined) refuseOverInput([join(resolve(out), 'experiment.json')], [source]);
        const experiment = existsSync(source)
          ? readExperimentFile(source)
          : (await api.run(await namedRun(api, source))).experiment;
        const { folder, files } = await followTask(core, taskTitles.exportCluster, surroundings, () =>
          api.exportCluster(experiment, out && resolve(out)),
        );
        if (input.flag('json')) terminal.json({ folder, files });
        else terminal.line(`${folder}: ${files.length} files; README.md says how to start it.`);
        return 0;
      },
      input.flag('force'),
    );
  },
};
