import { BadInputError } from '../../../src-shared/errors';
import { choosesCluster, clusterChoices, clusterOptionsOf, clusterUsage } from '../cluster-choice';
import { type Command, jsonOption } from '../command';
import { followRun } from '../follow-run';
import { namedRun } from '../named-run';
import { settledElsewhere } from '../settled-elsewhere';

export const resumeCommand: Command = {
  name: 'resume',
  usage: `RUN [--devices cpu:0,cpu:1] ${clusterUsage} [--json]`,
  about:
    'Continues a run that was stopped, failed or was interrupted, from its newest checkpoint. One of a cluster is submitted again; what it asks of SLURM can be changed, such as its --time.',
  positionals: ['RUN'],
  options: { ...jsonOption, devices: { type: 'string' }, ...clusterChoices },
  run: (input, surroundings) => {
    const devices = input.text('devices')?.split(',');
    return followRun(input, surroundings, async (core) => {
      const { api } = core;
      const id = await namedRun(api, input.positionals[0] ?? '');
      const job = await api.clusterJob(id);
      if (job) {
        if (devices)
          throw new BadInputError(
            `Run ${id} trains on a cluster, which gives it its devices; leave --devices out.`,
          );
        const options = await clusterOptionsOf(input, api, job.options);
        return (await api.continueOnCluster(id, options)).id;
      }
      if (choosesCluster(input))
        throw new BadInputError(`Run ${id} trains on this machine; SLURM has no part in it.`);
      await settledElsewhere(core, id, surroundings);
      const run = await api.continueRun(id, ...(devices ? [devices] : []));
      return run.id;
    });
  },
};
