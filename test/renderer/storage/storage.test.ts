import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { chromiumPath, type OpenPage, PageRig } from '../page';

describe.skipIf(!chromiumPath)('the database in the window', () => {
  let rig: PageRig;
  let open: OpenPage;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterEach(async () => {
    await open.page.close();
    expect(open.complaints).toEqual([]);
  });
  afterAll(() => rig?.stop());

  it('that refuses is told of in every view while it lasts, and when it is over', async () => {
    open = await rig.open('#/runs');
    const { page, core } = open;
    const told = page.getByRole('status', { name: 'Database' });
    const reason = 'The disk is full: the database X cannot grow. Free some space and try again.';
    core.setHealth({ state: 'refuses', reason, kept: 'file', file: '/x/1.spool' });
    await told.getByText(`${reason} Training goes on: what it measures is kept in /x/1.spool`).waitFor();
    await page.goto(`${page.url().split('#')[0]}#/devices`);
    await told.getByText(/The disk is full/).waitFor();
    core.setHealth({ state: 'fine' });
    await told.getByText('The database takes writes again: all that was kept aside is stored.').waitFor();
    await told.getByRole('button', { name: 'Dismiss' }).click();
    await told.getByText('The database takes writes again').waitFor({ state: 'detached' });
  });

  it('that refuses is told of by a window that is opened then', async () => {
    const core = new FakeCore();
    core.setHealth({ state: 'refuses', reason: 'It is busy.', kept: 'memory', file: '/x' });
    open = await rig.open('#/', core);
    await open.page.getByText(/It is busy\. Training goes on: what it measures is kept in memory/).waitFor();
  });

  it('is checked, backed up and restored from its view', async () => {
    open = await rig.open('#/storage');
    const { page } = open;
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('The database is sound.').waitFor();
    await page.getByRole('button', { name: 'Back it up' }).click();
    await page.getByText(/The backup is written: .*parasample-20260115-120000\.sqlite/).waitFor();
    await page.getByRole('button', { name: 'Restore parasample-20260115-120000.sqlite' }).click();
    await page.getByRole('button', { name: 'Keep what there is' }).click();
    await page.getByRole('button', { name: 'Restore parasample.sqlite.schema-4' }).click();
    await page.getByRole('button', { name: 'Restore it' }).click();
    await page
      .getByText(/The backup is restored; what it replaced is kept as \S+\.replaced-20260116-080000/)
      .waitFor();
  });

  it('has beside it what runs take of the disk, and says what a clean-up frees before it is done', async () => {
    open = await rig.open('#/storage');
    const { page } = open;
    const part = page.getByRole('region', { name: 'Runs on the disk' });
    await part.getByText('The folders of 12 runs take 1.9 GB.').waitFor();
    await part.getByRole('row', { name: /Run large.*1\.6 GB.*1\.5 GB/ }).waitFor();
    await part.getByText('and 2 smaller runs, 2 MB').waitFor();
    await part.getByRole('button', { name: 'Free 1.5 GB…' }).click();
    await part
      .getByText('The checkpoints of 1 finished run are deleted for good.', { exact: false })
      .waitFor();
    await part.getByRole('button', { name: 'Keep them' }).click();
    await part.getByRole('button', { name: 'Free 1.5 GB…' }).click();
    await part.getByRole('button', { name: 'Delete the checkpoints' }).click();
    await part.getByText('1.5 GB are free again.').waitFor();
    await part.getByText('The folders of 12 runs take 430 MB.').waitFor();
    expect(await part.getByRole('button', { name: /^Free/ }).count()).toBe(0);
  });

  it('is backed up from the command palette', async () => {
    open = await rig.open('#/');
    const { page } = open;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill('back up');
    await page.keyboard.press('Enter');
    await page.getByText(/The backup is written/).waitFor();
    expect(new URL(page.url()).hash).toBe('#/storage');
  });

  it('that another window has restored makes this one start anew', async () => {
    open = await rig.open('#/devices');
    const { page, core } = open;
    await Promise.all([page.waitForEvent('load'), core.tellRestored()]);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForURL((url) => !url.hash.includes('devices'));
  });
});
