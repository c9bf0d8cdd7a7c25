import { existsSync } from 'node:fs';
import { BadInputError } from '../../../src-shared/errors';
import { withValue } from '../../../src-shared/experiment/setting-paths';
import { didYouMean } from '../../../src-shared/words/nearest';
import { presetIds, presets } from '../../api/presets';
import type { Settings } from '../../settings-file';
import { type Command, type CommandInput, jsonOption } from '../command';
import { readExperimentFile } from '../experiment-file';
import { followRun } from '../follow-run';
import { withPathsFrom, withSetting } from '../settings';

export const runCommand: Command = {
  name: 'run',
  usage: 'FILE|PRESET [--mode MODE] [--devices cpu:0,cpu:1] [--set training.epochs=2]... [--json]',
  about: `Trains what an experiment file (JSON or YAML) says, or a preset: ${presetIds.join(', ')}.`,
  positionals: ['FILE|PRESET'],
  options: {
    ...jsonOption,
    mode: { type: 'string' },
    devices: { type: 'string' },
    set: { type: 'string', multiple: true },
  },
  run: async (input, surroundings) => {
    const experiment = experimentOf(input);
    return followRun(input, surroundings, async ({ api }) => (await api.start(experiment)).runId);
  },
};

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
