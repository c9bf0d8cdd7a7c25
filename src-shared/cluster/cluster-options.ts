import { z } from 'zod';
import type { Experiment } from '../experiment/experiment';

/** A name of SLURM: nothing that would end an option's line. */
const word = z
  .string()
  .trim()
  .regex(/^[\w.,:@+-]{1,200}$/, 'A name has letters, digits and . , : @ + - _ alone.');

/** A number of things, in words that need no knowledge of what checks them. */
function count(what: string, least: number, most: number) {
  const error = `${what} are a whole number from ${least} to ${most.toLocaleString('en-GB')}.`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/**
 * Options of sbatch that say which nodes a job gets, and when. Others say where its files lie or what it runs, which is
 * Parasample's part.
 */
const furtherOptions: readonly string[] = [
  '--begin',
  '--comment',
  '--constraint',
  '--core-spec',
  '--cpu-freq',
  '--deadline',
  '--delay-boot',
  '--dependency',
  '--exclude',
  '--exclusive',
  '--gpu-bind',
  '--gpu-freq',
  '--gres',
  '--gres-flags',
  '--hint',
  '--hold',
  '--licenses',
  '--mail-type',
  '--mail-user',
  '--mem',
  '--mem-bind',
  '--mem-per-cpu',
  '--mem-per-gpu',
  '--network',
  '--nice',
  '--nodelist',
  '--oversubscribe',
  '--prefer',
  '--priority',
  '--qos',
  '--reservation',
  '--sockets-per-node',
  '--switches',
  '--thread-spec',
  '--threads-per-core',
  '--time-min',
  '--tmp',
  '--wckey',
];

/** sbatch splits a line of its script at spaces and takes quotes, backslashes and # as a shell does: a value with one may hold further options. */
const furtherOption = z
  .string()
  .trim()
  .max(1000)
  .regex(
    /^--[a-z-]+(=[^\s\0"'\\#]+)?$/,
    'An option of sbatch is written out, such as --mem=32G, without spaces, quotes, backslashes or #.',
  )
  .refine((option) => furtherOptions.includes(option.split('=')[0] ?? ''), {
    error: ({ input }) =>
      `${String(input).split('=')[0]} is none of the options of sbatch that can be added: those that say which nodes a job gets and when, such as --mem, --qos, --constraint, --gres or --reservation.`,
  });

/** What a person asks of SLURM for a run. What is left out is the cluster's own default. */
export const clusterOptionsSchema = z.strictObject({
  partition: word.optional(),
  account: word.optional(),
  /** As SLURM writes times: minutes, hours:minutes:seconds or days-hours. */
  time: z
    .string()
    .trim()
    .regex(
      /^(\d+|\d+:\d\d|\d+:\d\d:\d\d|\d+-\d+(:\d\d(:\d\d)?)?)$/,
      'The time limit is minutes (90), hours:minutes:seconds (04:00:00) or days-hours (2-12).',
    )
    .optional(),
  nodes: count('Nodes', 1, 10_000).default(1),
  /** Of each node; a process trains on each. */
  gpus: count('GPUs of each node', 0, 64).default(0),
  /** Of each node, where it has no GPUs. */
  processes: count('Processes on each node', 1, 1024).default(1),
  /** Of each node. */
  cpus: count('CPUs of each node', 1, 4096).default(1),
  /** More options of sbatch, such as `--qos=long` or `--mem=32G`. */
  more: z.array(furtherOption).max(50).default([]),
});
export type ClusterOptions = Readonly<z.output<typeof clusterOptionsSchema>>;
export type ClusterOptionsInput = z.input<typeof clusterOptionsSchema>;

/** All processes that train together. */
export function processesOf({ nodes, gpus, processes }: ClusterOptions): number {
  return nodes * (gpus > 0 ? gpus : processes);
}

/** The experiment as its processes run it: a device for each of them, one machine's samples spread over several. */
export function onCluster(experiment: Experiment, options: ClusterOptions): Experiment {
  const count = processesOf(options);
  const kind = options.gpus > 0 ? 'gpu' : 'cpu';
  const { parallel } = experiment;
  const mode = parallel.mode === 'local' && count > 1 ? 'sp' : parallel.mode;
  const devices = Array.from({ length: count }, (_, rank) => `${kind}:${rank}`);
  return { ...experiment, parallel: { ...parallel, mode, devices } };
}
