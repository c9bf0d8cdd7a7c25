import { execFile } from 'node:child_process';
import type { ClusterPartition } from '../../../src-shared/cluster/cluster-job';
import { BadInputError, FailedError } from '../../../src-shared/errors';
import { type JobSight, sightOf, sightOfAccount } from './job-sight';
import { submitComplaint } from './submit-complaints';

/** SLURM's own commands time out after some of its minutes; a person waits no longer than this. */
const answersWithinMs = 60_000;

interface Answer {
  readonly code: number | 'missing' | 'late';
  readonly out: string;
  readonly err: string;
}

/** SLURM as its commands on this machine reach it. */
export class Slurm {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #submitsWithinMs: number;

  constructor(environment: NodeJS.ProcessEnv = process.env, submitsWithinMs = answersWithinMs) {
    this.#environment = environment;
    this.#submitsWithinMs = submitsWithinMs;
  }

  /** Its version, as it says it; undefined where there is no sbatch. */
  async version(): Promise<string | undefined> {
    const { code, out } = await this.#ask('sbatch', ['--version']);
    return code === 'missing' ? undefined : out.trim() || 'SLURM';
  }

  /** Throws FailedError where SLURM does not answer. */
  async partitions(): Promise<readonly ClusterPartition[]> {
    const { code, out, err } = await this.#ask('sinfo', ['--noheader', '--format', '%P|%a|%l|%D']);
    if (code !== 0) throw new FailedError(`SLURM gives no answer: ${wordsOf(err)}.`);
    return partitionsOf(out);
  }

  /**
   * Submits a script in its folder.
   * @param name that of its job, which no other job here has
   * @returns the job's number
   * @throws BadInputError with SLURM's sentence where it does not take the job
   */
  async submit(script: string, folder: string, name: string): Promise<string> {
    const { code, out, err } = await this.#ask(
      'sbatch',
      ['--parsable', script],
      folder,
      this.#submitsWithinMs,
    );
    if (code === 'missing') throw new BadInputError(noSlurm);
    if (code === 'late') return this.#takenAllTheSame(name);
    const [id = ''] = out.trim().split(/[;\s]/);
    if (code === 0 && /^\d+$/.test(id)) return id;
    const names = await this.partitions().then(
      (all) => all.map(({ name }) => name),
      () => [],
    );
    throw new BadInputError(submitComplaint(err, names));
  }

  /** SLURM may have taken a job whose number it did not tell in time. Throws FailedError where it does not have it. */
  async #takenAllTheSame(name: string): Promise<string> {
    const [jobId] = await this.jobsNamed(name).catch(() => []);
    if (jobId !== undefined) return jobId;
    throw new FailedError(
      `SLURM gave no answer to the job within a minute, and lists none of its name; try it again later. Should \`squeue --me\` list ${name} after all, end it with \`scancel --name=${name}\`.`,
    );
  }

  /** The numbers of one's own jobs of that name that are not gone yet, the newest first. Throws FailedError where SLURM does not answer. */
  async jobsNamed(name: string): Promise<readonly string[]> {
    const { code, out, err } = await this.#ask('squeue', [
      '--me',
      '--noheader',
      '--format=%A',
      `--name=${name}`,
    ]);
    if (code !== 0)
      throw new FailedError(
        `SLURM gives no answer: ${code === 'late' ? 'not within a minute' : wordsOf(err)}.`,
      );
    const ids = out.split('\n').map((line) => line.trim());
    return ids.filter((id) => /^\d+$/.test(id)).sort((a, b) => Number(b) - Number(a));
  }

  /** Throws FailedError where SLURM does not take it. A job that is over already is no failure. */
  async cancel(jobId: string): Promise<void> {
    const { code, err } = await this.#ask('scancel', [jobId]);
    if (code !== 0 && !/Invalid job id|already completing or completed/i.test(err))
      throw new FailedError(`SLURM does not cancel job ${jobId}: ${wordsOf(err)}.`);
  }

  async look(jobId: string): Promise<JobSight> {
    const { code, out, err } = await this.#ask('scontrol', ['show', 'job', '--oneliner', jobId]);
    const sight = sightOf(out);
    if (sight) return sight;
    if (/Invalid job id/i.test(err)) return this.#lookBack(jobId);
    return { kind: 'silent', why: code === 'late' ? 'no answer within a minute' : wordsOf(err) };
  }

  /** Once SLURM has forgotten a job, its accounting may know it, where a cluster has one. */
  async #lookBack(jobId: string): Promise<JobSight> {
    const format = ['--noheader', '--parsable2', '--allocations', '--format', 'State,ExitCode'];
    const { out } = await this.#ask('sacct', [...format, '--jobs', jobId]);
    return sightOfAccount(out.split('\n')[0] ?? '') ?? { kind: 'forgotten' };
  }

  #ask(
    program: string,
    args: readonly string[],
    folder?: string,
    timeout = answersWithinMs,
  ): Promise<Answer> {
    const options = {
      env: this.#environment,
      timeout,
      maxBuffer: 16e6,
      ...(folder === undefined ? {} : { cwd: folder }),
    };
    return new Promise((resolve) => {
      execFile(program, [...args], options, (error, out, err) => {
        resolve({ code: codeOf(error), out, err });
      });
    });
  }
}

const noSlurm =
  'There is no SLURM here (no command sbatch). On a cluster’s login node, install Parasample there and reach it with `parasample connect`.';

function codeOf(error: Error | null): Answer['code'] {
  if (!error) return 0;
  if ('code' in error && error.code === 'ENOENT') return 'missing';
  if ('killed' in error && error.killed) return 'late';
  return 'code' in error && typeof error.code === 'number' ? error.code : 1;
}

/** The lines of `sinfo --format %P|%a|%l|%D`: a partition with nodes of several states has several. */
export function partitionsOf(text: string): readonly ClusterPartition[] {
  const found = new Map<string, ClusterPartition>();
  for (const line of text.split('\n')) {
    const [marked = '', up = '', timeLimit = '', nodes = ''] = line.trim().split('|');
    if (nodes === '') continue;
    const name = marked.replace(/\*$/, '');
    const before = found.get(name)?.nodes ?? 0;
    found.set(name, {
      name,
      isDefault: marked.endsWith('*'),
      isUp: up === 'up',
      timeLimit,
      nodes: before + Number(nodes),
    });
  }
  return [...found.values()];
}

/** What a command complained of, without its own name in front. */
export function wordsOf(err: string): string {
  const lines = err.split('\n').map((line) => line.replace(/^\w+: (error: |fatal: )?/, '').trim());
  const last = lines.filter((line) => line !== '').at(-1) ?? 'it ended without a word';
  return last.replace(/\.$/, '');
}
