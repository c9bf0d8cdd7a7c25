import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PretendedSlurm, pretendedSlurm } from '../src-main/cluster/pretended-slurm';
import { openClusterForm, submitFromForm } from './cluster-form';
import { expectGoodLooks, expectToFit } from './looks';
import { curve, runStatus, waitForStatus, waitUntilDrawn } from './run-page';
import { openStage, type Stage } from './stage';

/** The window on a login node. Its SLURM says what the spec has it say, so that this holds where there is none. */
describe('a run on the cluster', () => {
  const usualPath = process.env.PATH;
  let rig: string;
  let slurm: PretendedSlurm;
  let stage: Stage;

  beforeAll(async () => {
    rig = mkdtempSync(join(tmpdir(), 'parasample-slurm-'));
    slurm = pretendedSlurm(rig);
    slurm.does('sbatch', 'case "$1" in --version) echo "slurm-wlm 22.05.8";; *) echo 7;; esac');
    slurm.does('sinfo', 'echo "debug*|up|1:00:00|4"; echo "gpu|up|2-00:00:00|2"; echo "old|down|1:00:00|1"');
    process.env.PATH = slurm.environment.PATH;
    stage = await openStage();
  });
  afterAll(async () => {
    process.env.PATH = usualPath;
    await stage?.close();
    rmSync(rig, { recursive: true, force: true });
  });

  it('is offered with the cluster’s partitions, and says which field is wrong', async () => {
    const { page } = stage;
    await openClusterForm(page, { Name: 'Refused', 'Hidden layers': '16' });
    const partition = page.getByRole('combobox', { name: 'Partition' });
    await expect
      .poll(() => partition.getByRole('option').allTextContents())
      .toEqual([
        'The cluster’s default',
        'debug (at most 1:00:00)',
        'gpu (at most 2-00:00:00)',
        'old (switched off)',
      ]);
    await page.getByRole('textbox', { name: 'Time limit' }).fill('half a day');
    await page.getByText('The time limit is minutes (90)').waitFor();
    const submit = page.getByRole('button', { name: 'Run on the cluster' });
    expect(await submit.isEnabled()).toBe(false);
    await page.getByRole('textbox', { name: 'Time limit' }).fill('00:10:00');
    await page.getByRole('textbox', { name: 'Processes on each node' }).fill('9');
    await submit.click();
    await page.getByText('9 processes are more than the 8 weight samples of a step').waitFor();
    await page.getByRole('textbox', { name: 'Processes on each node' }).fill('2');
  });

  it('that sbatch rejects says so in its words with what to do, and leaves no run', async () => {
    const { page } = stage;
    slurm.does('sbatch', 'echo "sbatch: error: Batch job submission failed: Invalid account" >&2; exit 1');
    await page.getByRole('button', { name: 'Run on the cluster' }).click();
    await page.getByText('SLURM does not take the job: Invalid account. Give an account').waitFor();
    await expectGoodLooks(page, 'cluster-rejected');
    await expectToFit(page, 'cluster-rejected');
    expect(readdirSync(join(stage.home, 'runs'))).toEqual([]);
  });

  it('waits with SLURM’s reason in words, and is cancelled while it waits', async () => {
    const { page } = stage;
    slurm.does('sbatch', 'echo 7');
    await openClusterForm(page, { Name: 'Waits', 'Hidden layers': '16' });
    await submitFromForm(page, 'Waits');
    await page.getByText('Job 7 in SLURM: Waits behind jobs of a higher priority.').first().waitFor();
    await page.getByRole('heading', { name: 'Job 7 of the cluster' }).waitFor();
    await page.getByText('time limit 00:10:00 · processes on each node: 2').waitFor();
    await expectGoodLooks(page, 'cluster-waits');
    await page.getByRole('button', { name: 'Stop run' }).click();
    await waitForStatus(page, 'Stopped');
    expect(slurm.calls()).toContain('scancel 7');
  });

  it('that its time limit ended says how it goes on, from where it stood', async () => {
    const { page } = stage;
    slurm.does('sbatch', 'echo 8');
    slurm.does('scontrol', 'echo "JobId=8 JobState=RUNNING NodeList=n1 TimeLimit=00:10:00"');
    await openClusterForm(page, { Name: 'Too short', 'Hidden layers': '16' });
    await page.getByRole('textbox', { name: 'Time limit' }).fill('00:10:00');
    await submitFromForm(page, 'Too short');
    const folder = jobFolderOf(stage.home, 'too-short');
    const log = join(folder, 'run.json');
    writeFileSync(join(folder, 'plan.json'), '{"totalSteps": 630, "stepsPerEpoch": 21}');
    writeFileSync(log, `[\n${lineOf(10)}`);
    await expect.poll(() => runStatus(page).textContent()).toContain('Running');
    await waitUntilDrawn(curve(page, /Loss/).first());
    await expectGoodLooks(page, 'cluster-runs');
    const kept = { step: 10, logBytes: statSync(log).size };
    writeFileSync(join(folder, 'checkpoint.json'), JSON.stringify(kept));
    slurm.does('scontrol', 'echo "JobId=8 JobState=TIMEOUT ExitCode=0:15 NodeList=n1 TimeLimit=00:10:00"');
    await page
      .getByText('SLURM ended job 8 at its time limit of 00:10:00. It can be continued from its checkpoint')
      .first()
      .waitFor();
    await expect.poll(() => runStatus(page).textContent()).toContain('Interrupted');
    await expectGoodLooks(page, 'cluster-time-limit');
    await page.locator('summary', { hasText: 'Continue with other limits' }).click();
    await expectToFit(page, 'cluster-time-limit');
  });

  it('goes on as another job with another limit, to its end', async () => {
    const { page } = stage;
    slurm.does('sbatch', 'echo 9');
    slurm.does('scontrol', 'echo "JobId=9 JobState=RUNNING NodeList=n2 TimeLimit=04:00:00"');
    await page.getByRole('textbox', { name: 'Time limit' }).fill('04:00:00');
    await page.getByRole('button', { name: 'Continue after step 10' }).click();
    await page.getByRole('heading', { name: 'Job 9 of the cluster' }).waitFor();
    await page.getByText('time limit 04:00:00').waitFor();
    const folder = jobFolderOf(stage.home, 'too-short');
    const end = { type: 'end', points: 20, lines: 0, status: 'finished', reason: '', ended: Date.now() };
    const metrics = { 'train.loss': 0.5, 'test.accuracy': 0.875 };
    appendFileSync(
      join(folder, 'run.json'),
      `,\n${lineOf(20, 11)},\n${JSON.stringify({ ...end, metrics })}\n]\n`,
    );
    slurm.does('scontrol', 'echo "JobId=9 JobState=COMPLETED ExitCode=0:0 NodeList=n2 TimeLimit=04:00:00"');
    await waitForStatus(page, 'Finished');
    await page.getByText('87.5 %').first().waitFor();
    await expectGoodLooks(page, 'cluster-finished');
  });

  it('has left no errors in the page’s console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

/** Where the job of a run works, by the beginning of the run's name. */
function jobFolderOf(home: string, name: string): string {
  const runs = join(home, 'runs');
  const run = readdirSync(runs).find((one) => one.startsWith(name)) ?? '';
  return join(runs, run, 'cluster');
}

/** A line of a job's log with the losses of these steps. */
function lineOf(last: number, first = 1): string {
  const steps = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return JSON.stringify({
    type: 'points',
    names: steps.map(() => 'train.loss'),
    steps,
    epochs: steps.map((step) => step / 21),
    times: steps.map((step) => 1_700_000_000_000 + 1000 * step),
    values: steps.map((step) => 10 / step),
  });
}
