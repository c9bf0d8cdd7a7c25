import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import { runStatus, startFromForm, textOf, waitForStatus, waitForStepAfter } from './run-page';
import { openStage, type Stage, target } from './stage';
import { isAlive, workerPids } from './worker-processes';

/** Far more than is ever trained here: only an interruption ends it. */
const endless = { 'Hidden layers': '16', Epochs: '100000' };

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

  it('fails with a clear reason when one of its workers is killed, and leaves no worker behind', async () => {
    const { page } = stage;
    await startFromForm(page, { ...endless, Name: 'Loses a worker' });
    await waitForStepAfter(page, 0);
    const [first, ...others] = workerPids(stage.corePid);
    if (first === undefined) throw new Error('There is no worker process to kill.');
    expect(others).toHaveLength(1);
    process.kill(first, 'SIGKILL');
    await waitForStatus(page, 'Failed');
    const reason = await textOf(page.getByRole('main').getByRole('alert'));
    expect(reason).toMatch(/cpu:[01]/);
    // Electron does not always learn which signal ended a process; then it is only known to have ended early.
    expect(reason).toMatch(/SIGKILL|ended before its work was done/);
    expect(reason).not.toMatch(/at .*\.js/);
    await expect.poll(() => workerPids(stage.corePid)).toEqual([]);
    await expectGoodLooks(page, 'run-failed');
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

describe.runIf(target === 'electron')('closing the window while a run is going', () => {
  it('asks first, and stays when told to', async () => {
    const { page } = stage;
    await startFromForm(page, { ...endless, Name: 'Still going' });
    await waitForStepAfter(page, 0);
    const question = await closeAndAnswer(stage, 'Stay');
    expect(question).toContain('Still going');
    expect(await textOf(runStatus(page))).toBe('Running');
  });

  it('ends the app and its workers when told to stop', async () => {
    const workers = workerPids(stage.corePid);
    expect(workers).toHaveLength(2);
    const closed = stage.electron?.waitForEvent('close');
    await closeAndAnswer(stage, 'Stop and quit').catch(() => 'The app ended before it could answer.');
    await closed;
    await expect.poll(() => workers.filter(isAlive)).toEqual([]);
  });
});

/** Closes the window and answers the question that comes up; resolves with the question. */
async function closeAndAnswer({ electron }: Stage, answer: string): Promise<string> {
  if (!electron) throw new Error('Only Electron asks.');
  return electron.evaluate(
    ({ BrowserWindow, dialog }, button) =>
      new Promise<string>((resolve) => {
        // A native dialog cannot be clicked from outside: this answers in its place.
        Reflect.set(
          dialog,
          'showMessageBox',
          async (_window: unknown, question: Electron.MessageBoxOptions) => {
            setTimeout(() => resolve(`${question.message} ${question.detail}`));
            return { response: question.buttons?.indexOf(button) };
          },
        );
        BrowserWindow.getAllWindows()[0]?.close();
      }),
    answer,
  );
}
