import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clusterOptionsSchema } from '../../src-shared/cluster/cluster-options';
import { FailedError, sentenceOf } from '../../src-shared/errors';
import { writeAtOnce } from '../export/write-at-once';

const fileName = 'cluster.json';
const count = z.int().min(0);

/** What is kept with a run of the job that trains it. */
const keptJobSchema = z.object({
  jobId: z.string().regex(/^\d+$/),
  options: clusterOptionsSchema,
  /** What of the log and of the run was there when the job was submitted: where whoever follows it begins. */
  from: z.object({ bytes: count, points: count, lines: count }),
  isCancelled: z.boolean().default(false),
});
export type KeptJob = Readonly<z.output<typeof keptJobSchema>>;

/**
 * Undefined for a run of this machine. Throws FailedError where there is a file that cannot be read now, or is damaged: the job
 * may go on all the same.
 */
export function readKeptJob(runFolder: string): KeptJob | undefined {
  const file = join(runFolder, fileName);
  try {
    return keptJobSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new FailedError(`Which job of SLURM trains the run cannot be told now: ${whyNot(error, file)}.`);
  }
}

export async function keepJob(runFolder: string, job: KeptJob): Promise<void> {
  await writeAtOnce(join(runFolder, fileName), Buffer.from(`${JSON.stringify(job, null, 2)}\n`));
}

/** Where a run's job works. */
export function jobFolder(runFolder: string): string {
  return join(runFolder, 'cluster');
}

/** Throws FailedError where there is a checkpoint that cannot be read now: the job would go on from it. */
export function checkpointToGoOnFrom(folder: string): { readonly step: number; readonly logBytes: number } {
  const file = join(folder, 'checkpoint.json');
  try {
    return checkpointSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (isMissing(error)) return { step: 0, logBytes: 0 };
    throw new FailedError(`From where the run goes on cannot be told now: ${whyNot(error, file)}.`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function whyNot(error: unknown, file: string): string {
  const isDamaged = error instanceof SyntaxError || error instanceof z.ZodError;
  return isDamaged ? `${file} is damaged` : sentenceOf(error, `Reading ${file}`).replace(/\.$/, '');
}

const checkpointSchema = z.object({ step: count, logBytes: count });

/** The newest checkpoint that a job left in its folder; nothing where there is none. */
export function jobCheckpoint(folder: string): { readonly step: number; readonly logBytes: number } {
  try {
    return checkpointSchema.parse(JSON.parse(readFileSync(join(folder, 'checkpoint.json'), 'utf8')));
  } catch {
    return { step: 0, logBytes: 0 };
  }
}

const planSchema = z.object({ totalSteps: z.int().min(1) });

/** How many steps the job trains; 0 until it knows. */
export function plannedBy(folder: string): number {
  try {
    return planSchema.parse(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))).totalSteps;
  } catch {
    return 0;
  }
}
