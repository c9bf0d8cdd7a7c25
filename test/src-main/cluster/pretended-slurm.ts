import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../../temporary-folder';

/** Commands by SLURM's names that say what a spec has them say: for what a real SLURM does too seldom to be waited for. */
export interface PretendedSlurm {
  /** With these commands before all others. */
  readonly environment: { readonly PATH: string };
  /** From now on the command does this, as lines of shell. */
  does(program: string, body: string): void;
  /** All calls so far, such as `scancel 7`. */
  calls(): readonly string[];
}

const programs = ['sbatch', 'scontrol', 'scancel', 'squeue', 'sinfo', 'sacct'];

/** At first it takes each job as number 7, which waits, and says nothing else. */
export function pretendedSlurm(folder = temporaryFolder()): PretendedSlurm {
  const bin = join(folder, 'bin');
  const log = join(folder, 'calls');
  mkdirSync(bin);
  const does = (program: string, body: string) =>
    writeFileSync(join(bin, program), `#!/bin/sh\necho "${program} $*" >> ${log}\n${body}\n`, {
      mode: 0o755,
    });
  for (const program of programs) does(program, '');
  does('sbatch', 'echo 7');
  does('scontrol', 'echo "JobId=7 JobState=PENDING Reason=Priority"');
  appendFileSync(log, '');
  return {
    environment: { PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
    does,
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
        : [],
  };
}
