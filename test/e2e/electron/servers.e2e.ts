import { delimiter, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endServersOf } from '../../remote/servers-there';
import { openSshRig, type SshRig, whyNoSshd } from '../../remote/ssh-rig';
import { expectGoodLooks } from '../looks';
import { endless, startFromForm, waitForStepAfter } from '../run-page';
import { openStage, type Stage } from '../stage';

const why = whyNoSshd();

describe.skipIf(why !== '')(`servers beside this machine${why && `: ${why}`}`, () => {
  const usualPath = process.env.PATH;
  let rig: SshRig;
  let stage: Stage;
  let there: Page;

  beforeAll(async () => {
    rig = await openSshRig(`#!/bin/sh\nexec '${process.execPath}' '${resolve('out/main/cli.js')}' "$@"\n`);
    process.env.PATH = `${rig.programs}${delimiter}${usualPath}`;
    stage = await openStage();
  });
  afterAll(async () => {
    process.env.PATH = usualPath;
    await stage.close();
    await endServersOf(rig.home);
    await rig.close();
  });

  it('are connected to by name, and shown in a window of their own that says whose it is', async () => {
    const { page, electron } = stage;
    await page.getByRole('link', { name: 'Servers' }).click();
    await page.getByRole('textbox', { name: 'Server, as ssh takes it' }).fill('there');
    const opened = electron?.waitForEvent('window');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const window = await opened;
    if (!window) throw new Error('These specs are for Electron.');
    there = window;
    await there.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.getByRole('status', { name: 'State of there' }).getByText('Open in its window').waitFor();
    await expectGoodLooks(page, 'servers');
    const titles = () =>
      electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getTitle()));
    await expect.poll(titles).toContainEqual(expect.stringMatching(/ on there$/));
  });

  it('have nothing of Electron in their page, and a sandbox around it', async () => {
    expect(there.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
    expect(await there.evaluate(() => Reflect.get(window, 'parasampleShell'))).toBeUndefined();
    const preferences = await stage.electron?.evaluate(({ webContents }) => {
      const contents = webContents
        .getAllWebContents()
        .find((one) => one.getURL().startsWith('http://127.0.0.1'));
      if (!contents) throw new Error('There is no window of a server.');
      const { sandbox, contextIsolation, nodeIntegration, preload } = Reflect.get(
        contents,
        'getLastWebPreferences',
      ).call(contents);
      return { sandbox, contextIsolation, nodeIntegration, preload };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      preload: undefined,
    });
  });

  it('train there and not here, and go on when the connection breaks and comes back', async () => {
    await startFromForm(there, { ...endless, Name: 'Far away' });
    const step = await waitForStepAfter(there, 0);
    rig.breakConnections();
    const state = stage.page.getByRole('status', { name: 'State of there' });
    await state.getByText('Connection lost, trying again').waitFor();
    await state.getByText('Open in its window').waitFor();
    await waitForStepAfter(there, step);
    await stage.page.getByRole('link', { name: /^Runs/ }).click();
    expect(await stage.page.getByRole('link', { name: 'Far away' }).count()).toBe(0);
  });

  it('are left by closing their window, and found again by one press, their runs going on', async () => {
    const { page, electron } = stage;
    await page.getByRole('link', { name: 'Servers' }).click();
    await there.close();
    await page.getByText('Not connected').waitFor();
    const opened = electron?.waitForEvent('window');
    await page.getByRole('button', { name: 'Connect to there' }).click();
    const again = await opened;
    await again?.getByRole('link', { name: /^Runs/ }).click();
    await again?.getByRole('link', { name: 'Far away' }).first().waitFor();
  });

  it.each([
    ['unknown-key', /Run ssh unknown-key once in a terminal/],
    [
      'password-only',
      /would ask for a password, which Parasample never does\. Run ssh-copy-id password-only/,
    ],
    ['changed-key', /shows another key than the one that your known_hosts has/],
  ] as const)('that do not let one in are told of with what to do: %s', async (host, sentence) => {
    const { page } = stage;
    await page.getByRole('textbox', { name: 'Server, as ssh takes it' }).fill(host);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByRole('alert').getByText(sentence).waitFor();
    await expectGoodLooks(page, `servers-${host}`);
  });

  it('are reached through the jump hosts of one’s configuration, beside the others', async () => {
    const { page, electron } = stage;
    const opened = electron?.waitForEvent('window');
    await page.getByRole('textbox', { name: 'Server, as ssh takes it' }).fill('behind-it');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const behind = await opened;
    await behind?.getByRole('link', { name: /^Runs/ }).click();
    await behind?.getByRole('link', { name: 'Far away' }).first().waitFor();
    const state = page.getByRole('status', { name: 'State of behind-it' });
    await state.getByText('Open in its window').waitFor();
    expect(stage.pageErrors).toEqual([]);
  });
});
