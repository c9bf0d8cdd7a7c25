import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import {
  endless,
  runStatus,
  startFromForm,
  textOf,
  trainingTimeout,
  waitForStatus,
  waitForStepAfter,
} from './run-page';
import { openStage, type Stage, target } from './stage';
import { isAlive, workerPids, workersOfRun } from './worker-processes';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('a run that does not reach its end', () => {
  it('is scored and kept when it is stopped midway', async () => {
    const { page } = stage;
    await startFromForm(page, { ...endless, Name: 'Stopped midway' });
    await waitForStepAfter(page, 0);
    await page.getByRole('button', { name: 'Stop run' }).click();
    await waitForStatus(page, 'Stopped');
    await page.getByTestId('score-test.accuracy').waitFor();
    await page.getByRole('button', { name: 'Export posterior' }).waitFor();
  });

  it('goes on from where it was stopped', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Continue run' }).click();
    await expect.poll(() => textOf(runStatus(page)), trainingTimeout).toBe('Running');
    await page.getByRole('button', { name: 'Stop run' }).click();
    await waitForStatus(page, 'Stopped');
  });

  it('goes on with the worker that stays when the other is killed, and says so', async () => {
    const { page } = stage;
    await startFromForm(page, { ...endless, Name: 'Loses a worker' });
    await waitForStepAfter(page, 0);
    const [first, ...others] = await workersOfRun(stage.corePid, 2);
    if (first === undefined) throw new Error('There is no worker process to kill.');
    process.kill(first, 'SIGKILL');
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    const cause = page
      .getByRole('log')
      .getByText(/Worker [01] on cpu:[01] /)
      .first();
    await cause.waitFor();
    expect(await cause.textContent()).not.toMatch(/at .*\.js/);
    const note =
      /Training goes on after step \d+ on cpu:[01]; cpu:[01] will be looked for again after 60\ss\./;
    await page.getByText(note).waitFor();
    const newcomers = () => workerPids(stage.corePid).filter((pid) => pid !== others[0]);
    await expect.poll(newcomers).toHaveLength(1);
    await expect.poll(() => textOf(runStatus(page)), trainingTimeout).toBe('Running');
  });

  it('fails with a clear reason when its workers are killed again and again, and leaves none behind', async () => {
    const { page } = stage;
    while ((await textOf(runStatus(page))) === 'Running') {
      for (const pid of workerPids(stage.corePid)) process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await waitForStatus(page, 'Failed');
    const reason = await textOf(page.getByRole('main').getByRole('alert'));
    expect(reason).toMatch(/cpu:[01]/);
    // Electron does not always learn which signal ended a process; then it is only known to have ended early.
    expect(reason).toMatch(/SIGKILL|ended before its work was done/);
    expect(reason).not.toMatch(/at .*\.js/);
    await expect.poll(() => workerPids(stage.corePid)).toEqual([]);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('The last lines of its log').click();
    await page
      .getByRole('alert')
      .getByText(/Training goes on after step/)
      .first()
      .waitFor();
    await expectGoodLooks(page, 'run-failed');
  });

  it('marks the errors on the timeline of the run, each leading to its line in the log', async () => {
    const { page } = stage;
    const mark = page.getByRole('link', { name: /^Error at / }).last();
    const told = (await mark.getAttribute('aria-label')) ?? '';
    await mark.click();
    const line = page.getByRole('log').locator('.wanted');
    await line.waitFor();
    expect(told).toContain((await textOf(line)).split('error').at(-1)?.trim());
    expect(await line.isVisible()).toBe(true);
    await expectGoodLooks(page, 'run-failed-log');
  });

  it('leaves the app able to train', async () => {
    const { page } = stage;
    await startFromForm(page, { Name: 'After the failure', 'Hidden layers': '16', Epochs: '1' });
    await waitForStatus(page, 'Finished');
  });

  it('has left no errors in the page’s console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

describe('ending the app while a run is going', () => {
  it('ends its workers too', async () => {
    await startFromForm(stage.page, { ...endless, Name: 'Cut short' });
    await waitForStepAfter(stage.page, 0);
    const workers = await workersOfRun(stage.corePid, 2);
    await stage.end();
    await expect.poll(() => workers.filter(isAlive)).toEqual([]);
  });

  it('keeps every run, and the next start tells which were cut short', async () => {
    stage = await openStage(stage.home);
    await stage.page.getByRole('link', { name: /^Runs/ }).click();
    const statuses = {
      'Stopped midway': 'Stopped',
      'Loses a worker': 'Failed',
      'After the failure': 'Finished',
      // Electron's window asks before it closes, and lets the run save.
      'Cut short': target === 'electron' ? 'Stopped' : 'Interrupted',
    };
    for (const [name, status] of Object.entries(statuses))
      await expect
        .poll(() => textOf(stage.page.getByRole('row', { name: new RegExp(name) })))
        .toContain(status);
  });
});

describe('kill -9 of the app while a run is going', () => {
  it('leaves no process of the run after five seconds', async () => {
    await startFromForm(stage.page, { ...endless, Name: 'Orphaned' });
    await waitForStepAfter(stage.page, 0);
    const workers = await workersOfRun(stage.corePid, 2);
    await stage.kill();
    await expect.poll(() => workers.filter(isAlive), { timeout: 5000 }).toEqual([]);
  });

  it('leaves a run that the next start calls interrupted and can continue', async () => {
    stage = await openStage(stage.home);
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page
      .getByRole('row', { name: /Orphaned/ })
      .getByRole('link')
      .first()
      .click();
    await expect.poll(() => textOf(runStatus(page))).toBe('Interrupted');
    await page.getByRole('button', { name: /^(Continue run|Begin again)$/ }).click();
    await expect.poll(() => textOf(runStatus(page)), trainingTimeout).toBe('Running');
    await page.getByRole('button', { name: 'Stop run' }).click();
    await waitForStatus(page, 'Stopped');
  });
});
