import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';
import { resting } from '../../resting';

describe.skipIf(!chromiumPath)('the lines of charts', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync('test/screenshots', { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('are left out of all charts by their entry in a legend, and stand out while it is pointed at', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/compare/first,second', core);
    const charts = page.locator('.charts > .card');
    const loss = charts.nth(0).getByRole('button', { name: /^Digits demo/ });
    await loss.waitFor();
    const picture = () => charts.nth(1).locator('canvas').screenshot();
    const before = await resting(picture);
    await loss.click();
    expect(await loss.getAttribute('aria-pressed')).toBe('false');
    const other = charts.nth(1).getByRole('button', { name: /^Digits demo/ });
    expect(await other.getAttribute('aria-pressed')).toBe('false');
    await page.mouse.move(0, 0);
    await expect.poll(async () => (await picture()).equals(before)).toBe(false);
    await other.click();
    await page.screenshot({ path: 'test/screenshots/line-stands-out-1280.png' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('are shown without outliers at will, which are counted, and over the whole screen', async () => {
    const core = new FakeCore();
    const points = Array.from({ length: 100 }, (_, step) => ({
      ...{ id: step + 1, name: 'train.loss', step, epoch: step / 10, time: step },
      value: step === 50 ? 1000 : 2 - step / 100,
    }));
    core.addFinishedRun('spiky', points, {});
    const { page } = await rig.open('#/runs/spiky', core);
    const chart = page.locator('figure', {
      has: page.getByRole('heading', { name: 'Loss (negative ELBO)' }),
    });
    await chart.getByRole('img', { name: /last/ }).waitFor();
    await page.getByRole('checkbox', { name: 'No outliers' }).check();
    await chart.getByText('1 point cut off above or below: outliers.').waitFor();
    await page.getByRole('checkbox', { name: 'No outliers' }).uncheck();
    await expect.poll(() => chart.getByText('outliers').count()).toBe(0);
    await chart.getByRole('button', { name: 'Chart Loss (negative ELBO)' }).click();
    await page.getByRole('menuitem', { name: 'Full screen, Esc to leave' }).click();
    await expect.poll(() => page.evaluate(() => document.fullscreenElement?.tagName)).toBe('FIGURE');
    await page.close();
  });
});
