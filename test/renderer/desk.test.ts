import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, type OpenPage, PageRig } from './page';

describe.skipIf(!chromiumPath)('the table of runs and the comparison', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  async function open(place: string, size = { width: 1280, height: 860 }): Promise<OpenPage> {
    const core = new FakeCore();
    core.addExampleRuns();
    return rig.open(place, core, size);
  }

  it('folds a group of runs to its head, by keyboard as well, and all groups at once', async () => {
    const { page, complaints } = await open('#/runs');
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('status');
    const head = page.getByRole('button', { name: /^status finished/ });
    const first = page.getByRole('link', { name: 'Digits demo' });
    await first.waitFor();
    await head.press('Enter');
    await first.waitFor({ state: 'detached' });
    await expect.poll(() => head.getAttribute('aria-expanded')).toBe('false');
    await head.press('Enter');
    await first.waitFor();
    await page.getByRole('button', { name: 'Fold all' }).click();
    await page.getByRole('link', { name: 'Too large for this machine' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await page.getByRole('link', { name: 'Too large for this machine' }).waitFor();
    await page.close();
    expect(complaints).toEqual([]);
  });

  it('shows that columns lie to the side, and keeps the run’s name in sight on the way there', async () => {
    const { page } = await open('#/runs', { width: 1024, height: 700 });
    const box = page.getByRole('region', { name: 'Table of runs' });
    const name = page.getByRole('rowheader', { name: /Digits demo/ });
    await name.waitFor();
    const more = page.getByText('›', { exact: true });
    await more.waitFor();
    const before = (await name.boundingBox())?.x;
    await box.focus();
    await page.keyboard.press('End');
    await box.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
    await more.waitFor({ state: 'detached' });
    expect((await name.boundingBox())?.x).toBeLessThanOrEqual(before ?? 0);
    expect((await name.boundingBox())?.x).toBeGreaterThan(186);
    await page.close();
  });

  it('opens a saved comparison with its curves, axes and zoom, also over the same runs', async () => {
    const { page } = await open('#/compare/first,second');
    await page.getByRole('combobox', { name: 'Horizontal axis' }).selectOption('step');
    await page.getByRole('checkbox', { name: 'Log vertical' }).check();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Middle');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saved = page.getByRole('button', { name: 'Middle', exact: true });
    await saved.waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('checkbox', { name: 'Log vertical' }).uncheck();
    await page.getByRole('combobox', { name: 'Horizontal axis' }).selectOption('time');
    await page.getByRole('button', { name: 'Saved views' }).click();
    await saved.click();
    const axis = page.getByRole('combobox', { name: 'Horizontal axis' });
    await expect.poll(() => axis.inputValue()).toBe('step');
    await expect.poll(() => page.getByRole('checkbox', { name: 'Log vertical' }).isChecked()).toBe(true);
    await expect.poll(() => page.getByRole('button', { name: 'Show all' }).isEnabled()).toBe(true);
    await page.close();
  });

  it('names no best run where scores are of other data, and says why', async () => {
    const { page } = await open('#/compare/first,forecast');
    const row = page.getByRole('row', { name: /^Negative log-likelihood \(test\)/ });
    await row.getByText('not ranked: different data').waitFor();
    expect(await row.getByText('best').count()).toBe(0);
    await page.close();
  });
});
