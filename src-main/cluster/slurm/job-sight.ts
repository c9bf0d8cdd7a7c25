import { pendingWords } from './pending-words';

/** How a job ended, in SLURM's eyes. */
export type JobEnd =
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'time-limit'
  | 'node-failure'
  | 'memory'
  | 'preempted';

/** What SLURM says of a job. */
export type JobSight =
  /** @param why what it waits for, as a sentence */
  | { readonly kind: 'waits'; readonly why: string }
  | { readonly kind: 'runs'; readonly nodes: string; readonly timeLimit: string }
  | {
      readonly kind: 'ended';
      readonly how: JobEnd;
      readonly exitCode: string;
      readonly nodes: string;
      readonly timeLimit: string;
    }
  /** It ended so long ago that SLURM knows nothing of it any more. */
  | { readonly kind: 'forgotten' }
  /** SLURM gives no answer now. */
  | { readonly kind: 'silent'; readonly why: string };

/** By the states of a job (squeue(1), JOB STATE CODES). What is not here goes on. */
const ends: Readonly<Record<string, JobEnd>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  BOOT_FAIL: 'node-failure',
  CANCELLED: 'cancelled',
  REVOKED: 'cancelled',
  DEADLINE: 'time-limit',
  TIMEOUT: 'time-limit',
  NODE_FAIL: 'node-failure',
  OUT_OF_MEMORY: 'memory',
  PREEMPTED: 'preempted',
};
const waiting: readonly string[] = ['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT'];

/** A line of `scontrol show job --oneliner`; undefined for what is none. */
export function sightOf(line: string): JobSight | undefined {
  const fields = fieldsOf(line);
  const state = fields.get('JobState');
  if (state === undefined) return undefined;
  if (waiting.includes(state)) return { kind: 'waits', why: pendingWords(fields.get('Reason') ?? 'None') };
  const nodes = known(fields.get('NodeList'));
  const timeLimit = known(fields.get('TimeLimit'));
  const how = ends[state];
  if (how === undefined) return { kind: 'runs', nodes, timeLimit };
  return { kind: 'ended', how, exitCode: fields.get('ExitCode') ?? '', nodes, timeLimit };
}

/** A line of `sacct --parsable2 --format State,ExitCode`, for jobs that only the accounting remembers; undefined without one. */
export function sightOfAccount(line: string): JobSight | undefined {
  const [said = '', exitCode = ''] = line.trim().split('|');
  // "CANCELLED by 1000"
  const how = ends[said.split(' ')[0] ?? ''];
  return how && { kind: 'ended', how, exitCode, nodes: '', timeLimit: '' };
}

/** The first of each name: what follows may be a person's own words. */
function fieldsOf(line: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of line.matchAll(/(?:^|\s)([A-Za-z][\w/:]*)=(\S*)/g))
    if (!fields.has(name)) fields.set(name, value);
  return fields;
}

function known(value: string | undefined): string {
  return value === undefined || value === '(null)' ? '' : value;
}
