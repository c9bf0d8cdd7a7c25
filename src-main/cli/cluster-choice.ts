import type { ParseArgsOptionsConfig } from 'node:util';
import { type ClusterOptions, clusterOptionsSchema } from '../../src-shared/cluster/cluster-options';
import { BadInputError } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';
import type { CommandInput } from './command';

/** Options of commands that submit to SLURM; what is left out is as the time before. */
export const clusterChoices = {
  partition: { type: 'string' },
  account: { type: 'string' },
  time: { type: 'string' },
  nodes: { type: 'string' },
  gpus: { type: 'string' },
  processes: { type: 'string' },
  cpus: { type: 'string' },
  sbatch: { type: 'string', multiple: true },
} as const satisfies ParseArgsOptionsConfig;

export const clusterUsage =
  '[--partition P] [--account A] [--time T] [--nodes N] [--gpus N] [--cpus N] [--processes N] [--sbatch=--OPTION]...';

const words = ['partition', 'account', 'time'] as const;
const numbers = ['nodes', 'gpus', 'processes', 'cpus'] as const;

/** Whether any of them is given. */
export function choosesCluster(input: CommandInput): boolean {
  return (
    [...words, ...numbers].some((name) => input.text(name) !== undefined) || input.texts('sbatch').length > 0
  );
}

/**
 * What is asked of SLURM: as the last time, with what the command changes.
 * @param before of this run, or undefined for those of the last run that was submitted
 * @throws BadInputError naming the option that is wrong, or where there is no SLURM
 */
export async function clusterOptionsOf(
  input: CommandInput,
  api: Api,
  before?: ClusterOptions,
): Promise<ClusterOptions> {
  const named = [
    ...words.flatMap((name) => entryOf(name, input.text(name))),
    ...numbers.flatMap((name) => entryOf(name, countOf(input.text(name)))),
    ...entryOf('more', input.texts('sbatch').length > 0 ? input.texts('sbatch') : undefined),
  ];
  const checked = clusterOptionsSchema.safeParse({
    ...(before ?? (await lastOptions(api))),
    ...Object.fromEntries(named),
  });
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const [name = ''] = issue?.path ?? [];
  throw new BadInputError(
    `--${name === 'more' ? 'sbatch' : String(name)}: ${issue?.message ?? 'this cannot be.'}`,
  );
}

async function lastOptions(api: Api): Promise<ClusterOptions | undefined> {
  const here = await api.cluster();
  return here.state === 'found' ? here.lastOptions : undefined;
}

/** What is no number stays as it is, so that the schema says what would be right. */
function countOf(text: string | undefined): unknown {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function entryOf(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  return value === undefined ? [] : [[name, value]];
}
