import { BadInputError } from '../../../src-shared/errors';
import { type Command, jsonOption } from '../command';
import { followRun } from '../follow-run';
import { namedRun } from '../named-run';

export const jobCommand: Command = {
  name: 'job',
  usage: 'RUN [--stop | --cancel] [--json]',
  about:
    'Follows a run that trains on a cluster to its end, and brings its scores and posterior home. --stop lets it score and save what it has learned so far, --cancel ends its job at once (scancel); its checkpoint stays.',
  positionals: ['RUN'],
  options: { ...jsonOption, stop: { type: 'boolean' }, cancel: { type: 'boolean' } },
  run: async (input, surroundings) =>
    followRun(input, surroundings, async ({ api }) => {
      const id = await namedRun(api, input.positionals[0] ?? '');
      if (!(await api.clusterJob(id)))
        throw new BadInputError(`Run ${id} trains on this machine; it has no job of a cluster.`);
      await api.followJob(id);
      if (input.flag('cancel')) await api.endNow(id);
      else if (input.flag('stop')) await api.stop(id);
      return id;
    }),
};
