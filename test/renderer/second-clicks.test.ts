import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, PageRig } from './page';

/** The demo, running, on its page. */
async function openRunning(rig: PageRig) {
  const open = await rig.open('#/', new FakeCore());
  await open.page.getByRole('button', { name: 'Start the digits demo' }).click();
  await open.page.getByRole('button', { name: 'Stop run' }).waitFor();
  return open;
}

/** Clicks in one place so many times, as one double or triple click, and waits between for what the click before was to change. */
async function clickTogether(page: Page, first: Locator, times: number, changed: () => Promise<unknown>) {
  const { x, y, width, height } = (await first.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let clickCount = 1; clickCount <= times; clickCount++) {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
    await changed();
  }
}

const statusOf = (page: Page) => page.getByRole('status', { name: 'Status of the run' }).textContent();

describe.skipIf(!chromiumPath)('a double click means one thing', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it.each([2, 3])('a run that is paused by %i clicks is not continued by the last', async (times) => {
    const { page, complaints } = await openRunning(rig);
    const goOn = page.getByRole('button', { name: 'Continue run' });
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    await clickTogether(page, pause, times, () => goOn.and(page.locator(':enabled')).waitFor());
    expect(await statusOf(page)).toContain('Paused');
    await goOn.click();
    await pause.waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('a button that comes to do the opposite is pressed once', async () => {
    const core = new FakeCore();
    core.addFinishedRun('one', [], {});
    const { page } = await rig.open('#/runs/one', core);
    const back = page.getByRole('button', { name: 'Bring back from archive' });
    const archive = page.getByRole('button', { name: 'Archive', exact: true });
    await clickTogether(page, archive, 2, () => back.waitFor());
    expect(await back.isVisible()).toBe(true);
    await page.close();
  });

  it('a run that moves up in the queue is not stopped along with the one before', async () => {
    const core = new FakeCore();
    for (const id of ['one', 'two', 'three']) {
      core.addFinishedRun(id, [], {});
      core.setStatus(id, 'running');
    }
    const { page } = await rig.open('#/queue', core);
    const gone = () => page.getByRole('button', { name: 'Stop Run one' }).waitFor({ state: 'detached' });
    await clickTogether(page, page.getByRole('button', { name: 'Stop Run one' }), 3, gone);
    expect(await page.getByRole('button', { name: /^Stop Run/ }).count()).toBe(2);
    await page.close();
  });

  it('a button is pressed once while Enter is held down, and again by another press', async () => {
    const core = new FakeCore();
    core.addFinishedRun('one', [], {});
    const { page } = await rig.open('#/runs/one', core);
    const star = page.getByRole('button', { name: 'Star' });
    await star.focus();
    for (let repeat = 0; repeat < 4; repeat++) await page.keyboard.down('Enter');
    await expect.poll(() => star.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.up('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => star.getAttribute('aria-pressed')).toBe('false');
    await page.close();
  });

  it('a form that is sent by Enter held down is not sent again for what came of it', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs', core);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByLabel(/^File on/).fill('/data/first.run.json');
    await page.keyboard.down('Enter');
    const take = page.getByRole('group', { name: 'Import' }).getByRole('button', { name: 'Import' });
    await take.and(page.locator(':enabled')).waitFor();
    for (let repeat = 0; repeat < 4; repeat++) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await take.isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'From elsewhere' }).waitFor();
    await page.close();
  });

  it('what deletes or restores comes up below the button that asks for it', async () => {
    const { page } = await rig.open('#/storage');
    for (const [asks, does] of [
      [/^Free/, 'Delete the checkpoints'],
      [/^Restore parasample/, 'Restore it'],
    ] as const) {
      const first = page.getByRole('button', { name: asks }).first();
      await first.click();
      const [above, below] = await Promise.all(
        [first, page.getByRole('button', { name: does })].map((one) => one.boundingBox()),
      );
      expect(below?.y ?? 0).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
      expect(await first.isDisabled()).toBe(true);
    }
    await page.close();
  });

  it('buttons keep their places while a run waits, runs and stops', async () => {
    const { page, core } = await openRunning(rig);
    const star = page.getByRole('button', { name: 'Star' });
    const place = await star.boundingBox();
    for (const [status, said] of [
      ['queued', 'Waiting'],
      ['stopping', 'Stopping'],
      ['running', 'Running'],
    ] as const) {
      core.setStatus('run-1', status);
      await page.getByRole('status', { name: 'Status of the run' }).getByText(said).waitFor();
      expect(await star.boundingBox()).toEqual(place);
    }
    await page.close();
  });
});
