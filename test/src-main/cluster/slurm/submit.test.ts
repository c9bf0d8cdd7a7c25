import { expect, test } from 'vitest';
import { Slurm } from '../../../../src-main/cluster/slurm/slurm';
import { temporaryFolder } from '../../../temporary-folder';
import { pretendedSlurm } from '../pretended-slurm';

/** An sbatch that does not come back in time. */
function lateSlurm() {
  const pretended = pretendedSlurm();
  pretended.does('sbatch', 'exec sleep 600');
  return { pretended, slurm: new Slurm(pretended.environment, 1000) };
}

test('a job that SLURM has taken without telling its number in time is found by its name', async () => {
  const { pretended, slurm } = lateSlurm();
  pretended.does('squeue', 'printf "12\\n"');
  expect(await slurm.submit('job.sh', temporaryFolder(), 'parasample-digits-1')).toBe('12');
  expect(pretended.calls().at(-1)).toBe('squeue --me --noheader --format=%A --name=parasample-digits-1');
});

test('where SLURM has no job of that name, the submission has failed', async () => {
  const { slurm } = lateSlurm();
  await expect(slurm.submit('job.sh', temporaryFolder(), 'parasample-digits-1')).rejects.toThrow(
    'SLURM gave no answer to the job within a minute, and lists none of its name',
  );
});

test('whether jobs of a name are there is not guessed where SLURM is silent', async () => {
  const pretended = pretendedSlurm();
  pretended.does('squeue', 'echo "squeue: error: Unable to contact slurm controller" >&2; exit 1');
  await expect(new Slurm(pretended.environment).jobsNamed('parasample-digits-1')).rejects.toThrow(
    'SLURM gives no answer',
  );
});
