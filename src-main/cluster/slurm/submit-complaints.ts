import { didYouMean } from '../../../src-shared/words/nearest';

/** What a person can do about a refusal, by sbatch's words. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /Invalid account|Invalid qos|account\/partition combination/i,
    'Give an account that may use this partition (`sacctmgr show associations user=$USER` lists yours).',
  ],
  [
    /gres|Invalid generic resource/i,
    'The partition has no such GPUs; ask for fewer or none, or for another partition.',
  ],
  [/time limit|--time/i, 'Give a shorter time limit.'],
  [/memory specification/i, 'No node has so much memory; ask for less (--mem), or for another partition.'],
  [
    /Requested node configuration is not available|More processors requested|Node count specification invalid/i,
    'Ask for fewer nodes, CPUs or GPUs, or for another partition.',
  ],
  [/unrecognized option|Unable to process configuration/i, 'Look at the further options of sbatch.'],
  [/Unable to contact slurm controller/i, 'SLURM does not answer now; try it again later.'],
];

/**
 * Why sbatch did not take a job, in its own words, and what to do.
 * @param partitions names of those there are
 */
export function submitComplaint(err: string, partitions: readonly string[]): string {
  const said = err
    .split('\n')
    .map((line) => line.replace(/^sbatch: (error: |fatal: )?/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('Try "sbatch'));
  const words =
    said.length === 0
      ? 'no word of why'
      : said.map((line) => line.replace(/^Batch job submission failed: /, '').replace(/\.$/, '')).join('; ');
  const wrong = /invalid partition specified: (\S+)/.exec(err)?.[1];
  const remedy =
    wrong === undefined
      ? remedies.find(([pattern]) => pattern.test(err))?.[1]
      : partitionRemedy(wrong, partitions);
  return `SLURM does not take the job: ${words}.${remedy === undefined ? '' : ` ${remedy}`}`;
}

function partitionRemedy(wrong: string, partitions: readonly string[]): string {
  if (partitions.length === 0) return '`sinfo` lists the partitions.';
  return `The partitions here are ${partitions.join(', ')}.${didYouMean(wrong, partitions)}`;
}
