import { type Command, jsonOption } from '../command';
import { followRun } from '../follow-run';
import { namedRun } from '../named-run';

export const resumeCommand: Command = {
  name: 'resume',
  usage: 'RUN [--devices cpu:0,cpu:1] [--json]',
  about: 'Goes on with a run that was stopped, failed or was interrupted, from its newest checkpoint.',
  positionals: ['RUN'],
  options: { ...jsonOption, devices: { type: 'string' } },
  run: (input, surroundings) => {
    const devices = input.text('devices')?.split(',');
    return followRun(input, surroundings, async ({ api }) => {
      const id = await namedRun(api, input.positionals[0] ?? '');
      const run = await api.continueRun(id, ...(devices ? [devices] : []));
      return run.id;
    });
  },
};
