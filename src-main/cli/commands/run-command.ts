import { existsSync } from 'node:fs';
import { BadInputError } from '../../../src-shared/errors';
import { withValue } from '../../../src-shared/experiment/setting-paths';
import type { Api } from '../../../src-shared/protocol/api';
import { didYouMean } from '../../../src-shared/words/nearest';
import { presetIds, presets } from '../../api/presets';
import type { Settings } from '../../settings-file';
import { choosesCluster, clusterChoices, clusterOptionsOf, clusterUsage } from '../cluster-choice';
import { type Command, type CommandInput, type CommandSurroundings, jsonOption } from '../command';
import { readExperimentFile } from '../experiment-file';
import { followRun } from '../follow-run';
import { withCore } from '../open-core';
import { withPathsFrom, withSetting } from '../settings';

export const runCommand: Command = {
  name: 'run',
  usage: `FILE|PRESET [--mode MODE] [--devices cpu:0,cpu:1] [--set training.epochs=2]... [--on cluster ${clusterUsage} [--detach]] [--json]`,
  about: `Trains what an experiment file (JSON or YAML) says, or a preset: ${presetIds.join(', ')}. --on cluster submits it to SLURM, asking for what the options say (--time as SLURM writes it; what is left out is as the time before), and follows the job; Ctrl-C stops that with its scores. --detach leaves it to SLURM, and \`parasample job\` follows it again.`,
  positionals: ['FILE|PRESET'],
  options: {
    ...jsonOption,
    mode: { type: 'string' },
    devices: { type: 'string' },
    set: { type: 'string', multiple: true },
    on: { type: 'string' },
    detach: { type: 'boolean' },
    ...clusterChoices,
  },
  run: async (input, surroundings) => {
    const experiment = experimentOf(input);
    if (isOnCluster(input)) return runOnCluster(experiment, input, surroundings);
    return followRun(input, surroundings, async ({ api }) => (await api.start(experiment)).runId);
  },
};

/** Throws BadInputError where it is not clear where the run is to train. */
function isOnCluster(input: CommandInput): boolean {
  const on = input.text('on');
  if (on === 'cluster') return true;
  if (on !== undefined)
    throw new BadInputError(`--on takes cluster, not ${on}; without it a run trains on this machine.`);
  if (choosesCluster(input) || input.flag('detach'))
    throw new BadInputError(
      'What is asked of SLURM needs --on cluster; without it a run trains on this machine.',
    );
  return false;
}

function runOnCluster(
  experiment: Settings,
  input: CommandInput,
  surroundings: CommandSurroundings,
): Promise<number> {
  const submit = async (api: Api) => {
    const { runId } = await api.runOnCluster(experiment, await clusterOptionsOf(input, api));
    return runId;
  };
  if (!input.flag('detach')) return followRun(input, surroundings, ({ api }) => submit(api));
  return withCore(surroundings, async ({ api }) => {
    const runId = await submit(api);
    const job = await api.clusterJob(runId);
    if (input.flag('json')) surroundings.terminal.json({ runId, ...job });
    else
      surroundings.terminal.line(
        `${runId} is job ${job?.jobId ?? ''} of SLURM; \`parasample job ${runId}\` follows it.`,
      );
    return 0;
  });
}

function experimentOf(input: CommandInput): Settings {
  let experiment = namedExperiment(input.positionals[0] ?? '');
  const mode = input.text('mode');
  const devices = input.text('devices')?.split(',');
  if (mode !== undefined) experiment = withValue(experiment, 'parallel.mode', mode);
  if (devices) experiment = withValue(experiment, 'parallel.devices', devices);
  const changed = input.texts('set').reduce(withSetting, experiment);
  return withPathsFrom(changed, process.cwd());
}

/** That of the file, or where there is none, of the preset with this name. */
function namedExperiment(name: string): Settings {
  const ids = presetIds;
  if (existsSync(name) || /[./\\]/.test(name)) return readExperimentFile(name);
  const preset = presets().find(({ id }) => id === name);
  if (preset) return preset.experiment;
  throw new BadInputError(
    `There is neither a file nor a preset named ${name}; presets are ${ids.join(', ')}.${didYouMean(name, ids)}`,
  );
}
