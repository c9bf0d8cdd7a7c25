import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endless, runStatus, startFromForm, textOf, trainingTimeout, waitForStepAfter } from '../run-page';
import { openStage, type Stage } from '../stage';
import { isAlive, workersOfRun } from '../worker-processes';

/** Done soon once it has begun; it begins once the run before it is stopped. */
const short = { 'Hidden layers': '16', Epochs: '2' };

let stage: Stage;
let page: Page;
let electron: ElectronApplication;

async function open(home?: string): Promise<void> {
  stage = await openStage(home);
  page = stage.page;
  if (!stage.electron) throw new Error('These specs are for Electron.');
  electron = stage.electron;
}

beforeAll(() => open());
afterAll(() => stage.close());

describe('closing the window while a run is going', () => {
  it('asks what becomes of it, and stays when told to', async () => {
    await startFromForm(page, { ...endless, Name: 'Goes first' });
    await startFromForm(page, { ...short, Name: 'Short one' });
    await startFromForm(page, { ...endless, Name: 'Waits for it' });
    const question = await closeAndAnswer('Stay');
    expect(question).toContain('Goes first\nShort one\nWaits for it');
    expect(await isVisible()).toBe(true);
  });

  it('goes on in the background, where one run follows the other and a notice tells of the end', async () => {
    await collectNotices();
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByRole('button', { name: 'Stop Goes first' }).waitFor();
    await closeAndAnswer('Go on in the background');
    await expect.poll(isVisible).toBe(false);
    await stopBehindTheScenes('Goes first');
    const notices = () =>
      electron.evaluate(() =>
        Reflect.get(globalThis, 'shown').map(({ title, body }: Electron.Notification) => [title, body]),
      );
    await expect.poll(notices, trainingTimeout).toEqual([
      ['Goes first was stopped', 'Stopped on request.'],
      ['Short one has finished', expect.stringMatching(/accuracy.*: [\d.]+ %$/i)],
    ]);
    await page.getByRole('button', { name: 'Pause Waits for it' }).waitFor({ state: 'attached' });
    await workersOfRun(stage.corePid, 2);
    expect(await isVisible()).toBe(false);
  });

  it('shows the run when its notice is clicked', async () => {
    await electron.evaluate(
      () => void setTimeout(() => Reflect.get(globalThis, 'shown').at(-1).emit('click')),
    );
    await page.getByRole('heading', { level: 1, name: 'Short one' }).waitFor();
    await expect.poll(() => textOf(runStatus(page))).toBe('Finished');
    await expect.poll(isVisible).toBe(true);
  });

  it('comes back from the background when the app is started again', async () => {
    await closeAndAnswer('Go on in the background');
    await expect.poll(isVisible).toBe(false);
    await startAgain();
    await expect.poll(isVisible).toBe(true);
  });

  it('quits after its runs have saved themselves, when told to stop', async () => {
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Waits for it' }).click();
    await waitForStepAfter(page, 0);
    const workers = await workersOfRun(stage.corePid, 2);
    const closed = electron.waitForEvent('close', trainingTimeout);
    expect(await closeAndAnswer('Stop with a checkpoint')).toContain('Waits for it');
    await closed;
    await expect.poll(() => workers.filter(isAlive)).toEqual([]);
  });
});

describe('the next start', () => {
  it('finds the stopped run with its scores, ready to be continued', async () => {
    await open(stage.home);
    await page.getByRole('heading', { level: 1, name: 'Waits for it' }).waitFor();
    await expect.poll(() => textOf(runStatus(page))).toBe('Stopped');
    expect(await textOf(page.getByTestId('score-test.accuracy'))).toMatch(/\d/);
    await page.getByRole('button', { name: 'Continue run' }).waitFor();
  });

  it('ends by itself once what goes on in the background is done', async () => {
    await startFromForm(page, { ...endless, Name: 'Goes before it' });
    await startFromForm(page, { ...short, Name: 'Last one' });
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByRole('button', { name: 'Stop Goes before it' }).waitFor();
    await closeAndAnswer('Go on in the background');
    await expect.poll(isVisible).toBe(false);
    const closed = electron.waitForEvent('close', trainingTimeout);
    await stopBehindTheScenes('Goes before it');
    await closed;
    await open(stage.home);
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Last one' }).click();
    await page.getByRole('heading', { level: 1, name: 'Last one' }).waitFor();
    await expect.poll(() => textOf(runStatus(page))).toBe('Finished');
  });

  it('has its window where it was left', async () => {
    const bounds = { x: 40, y: 30, width: 900, height: 640 };
    const boundsNow = () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    await electron.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    );
    await expect.poll(boundsNow).toEqual(bounds);
    const closed = electron.waitForEvent('close', trainingTimeout);
    // The app may end before it can say that it was told.
    await electron
      .evaluate(({ BrowserWindow }) => void setTimeout(() => BrowserWindow.getAllWindows()[0]?.close()))
      .catch(() => undefined);
    await closed;
    await open(stage.home);
    await expect.poll(boundsNow).toEqual(bounds);
  });
});

/** Stops a run from the queue's page while the window is hidden, where nothing can be clicked as a person does. */
async function stopBehindTheScenes(name: string): Promise<void> {
  await page.getByRole('button', { name: `Stop ${name}` }).dispatchEvent('click');
}

/** The machine of the tests has no desktop that shows notices; each is told by its waiting for a click. */
async function collectNotices(): Promise<void> {
  await electron.evaluate(({ Notification }) => {
    const shown: Electron.Notification[] = [];
    Object.assign(globalThis, { shown });
    const { on } = Notification.prototype;
    Reflect.set(Notification, 'isSupported', () => true);
    Reflect.set(
      Notification.prototype,
      'on',
      function keep(this: Electron.Notification, name: 'show', listener: () => void) {
        if (String(name) === 'click') shown.push(this);
        return on.call(this, name, listener);
      },
    );
  });
}

function isVisible(): Promise<boolean> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
}

async function startAgain(): Promise<void> {
  const { PARASAMPLE_ELECTRON: executable, PARASAMPLE_ELECTRON_APP: app } = process.env;
  if (!executable || !app) throw new Error('The Electron target is not named.');
  const second = spawn(executable, ['--no-sandbox', '--disable-gpu', app], {
    env: { ...process.env, PARASAMPLE_HOME: stage.home },
    stdio: 'ignore',
  });
  await once(second, 'exit');
}

/**
 * Closes the window and answers the question that comes up; resolves with the question. What the app is told to do comes in a turn of
 * its own, as a person's click does: Playwright's code may run in the middle of the app's, such as between two rows of its database.
 */
async function closeAndAnswer(button: string): Promise<string> {
  // A native dialog cannot be clicked from outside: this stands in its place.
  const question = await electron.evaluate(
    ({ BrowserWindow, dialog }) =>
      new Promise<string>((resolve) => {
        const showMessageBox = (_window: unknown, asked: Electron.MessageBoxOptions) =>
          new Promise((answer) => {
            Object.assign(globalThis, {
              click: (name: string) => answer({ response: asked.buttons?.indexOf(name) }),
            });
            resolve(`${asked.message} ${asked.detail}`);
          });
        Reflect.set(dialog, 'showMessageBox', showMessageBox);
        setTimeout(() => BrowserWindow.getAllWindows()[0]?.close());
      }),
  );
  // The app may end before it can say that it was told.
  await electron
    .evaluate((_electron, name) => void setTimeout(() => Reflect.get(globalThis, 'click')(name)), button)
    .catch(() => undefined);
  return question;
}
