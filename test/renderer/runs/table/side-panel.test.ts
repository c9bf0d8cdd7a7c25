import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';

describe.skipIf(!chromiumPath)('a run beside the table', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync('test/screenshots', { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('opens with its scores and curves by a key, follows the next row, and is closed by Esc, all in the table', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs', core);
    await page.getByRole('link', { name: 'Digits, 16 samples' }).focus();
    await page.keyboard.press('o');
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: 'Digits, 16 samples' }).waitFor();
    await panel.getByRole('img', { name: /^Accuracy\. .*last/ }).waitFor();
    await panel.locator('dd').getByText('98.1 %').waitFor();
    await page.screenshot({ path: 'test/screenshots/beside-the-table-1280.png' });
    await page.keyboard.press('j');
    await panel.getByRole('heading', { name: 'Digits demo' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/runs');
    await page.keyboard.press('ArrowUp');
    await panel.getByRole('heading', { name: 'Digits, 16 samples' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.count()).toBe(0);
    await page.getByRole('button', { name: 'Digits demo beside the table' }).click();
    await panel.getByRole('heading', { name: 'Digits demo' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('chooses all that are found, also those that were never in sight', async () => {
    const core = new FakeCore();
    for (let run = 0; run < 450; run += 1) core.addFinishedRun(`many-${run}`, [], { 'test.nll': run });
    const { page, complaints } = await rig.open('#/runs', core);
    await page.getByText('450 of 450 runs').waitFor();
    await page.getByRole('checkbox', { name: 'Tick all runs that are found' }).click();
    await page.getByRole('status', { name: 'Chosen runs' }).getByText('450 chosen').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('450 runs deleted.').waitFor();
    await page.getByText('450 of 450 runs').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('ticks ranges by Shift, with pointer and keys, and all that are found by the box in the head', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs', core);
    const boxes = page.locator('tbody').getByRole('checkbox');
    const said = page.getByRole('status', { name: 'Chosen runs' });
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ['Shift'] });
    await said.getByText('3 chosen').waitFor();
    const all = page.getByRole('checkbox', { name: 'Tick all runs that are found' });
    await all.click();
    await said.getByText('4 chosen').waitFor();
    expect(await all.isChecked()).toBe(true);
    await all.click();
    await said.getByText('Tick runs to compare them').waitFor();
    await page.locator('tbody th a').nth(1).focus();
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await said.getByText('3 chosen').waitFor();
    await page.close();
  });

  it('says how many of the chosen runs a filter hides, which are acted on with the others', async () => {
    const core = new FakeCore();
    for (const id of ['a', 'b', 'c']) core.addFinishedRun(id, [], {});
    const { page } = await rig.open('#/runs', core);
    const said = page.getByRole('status', { name: 'Chosen runs' });
    await page.getByRole('checkbox', { name: 'Tick all runs that are found' }).click();
    await expect.poll(() => said.textContent()).toBe('3 chosen');
    const filter = page.getByRole('textbox', { name: 'Filter' });
    await filter.fill('name = "Run b"');
    await expect.poll(() => said.textContent()).toBe('3 chosen, 2 of them not among those found');
    await page.locator('tbody').getByRole('checkbox').click();
    await expect.poll(() => said.textContent()).toBe('2 chosen, 2 of them not among those found');
    await filter.fill('');
    await expect.poll(() => said.textContent()).toBe('2 chosen');
    await page.close();
  });
});
