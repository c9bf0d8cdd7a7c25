import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, PageRig } from './page';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate<AxeResults>('axe.run()');
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe.skipIf(!chromiumPath)('test items of values behind a dot and behind refusing', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  async function opened(place: string, theme: 'light' | 'dark' = 'light') {
    const core = new FakeCore();
    core.addExampleRuns();
    core.addRegressionRuns();
    const { page, complaints } = await rig.open(place, core);
    await page.emulateMedia({ colorScheme: theme });
    const plane = page.getByRole('region', { name: 'Aleatoric against epistemic' });
    const dots = plane.getByRole('slider', { name: 'Test item, the most doubtful first' });
    const refusing = page.getByRole('slider', { name: /^Refuse the least/ });
    await refusing.waitFor();
    return { page, complaints, dots, refusing };
  }

  for (const theme of ['light', 'dark'] as const)
    it(`are listed by row with what was predicted and how far that is off, in ${theme}`, async () => {
      const { page, complaints, dots, refusing } = await opened('#/runs/value/uncertainty', theme);
      await dots.focus();
      await dots.press('Home');
      const chosen = page.getByRole('region', { name: /^Test item \d+$/ });
      await expect.poll(() => chosen.getByRole('row').count()).toBe(2);
      expect(await chosen.getByRole('row').nth(1).textContent()).toMatch(/^row \d+/);
      await refusing.focus();
      await refusing.press('End');
      await page.getByRole('heading', { name: 'Test items that are refused' }).waitFor();
      await page.getByText(/listed.*, the most doubtful first\./).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Show none' }).click();
      await expect
        .poll(() => page.getByRole('heading', { name: 'Test items that are refused' }).count())
        .toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    });

  it('are forecasts behind what came before, with its dates, and all of them come back', async () => {
    const { page, complaints, dots } = await opened('#/runs/forecast/uncertainty');
    const fans = page.getByRole('img', { name: /^Forecast of item/ });
    await page.getByRole('img', { name: /, 2018-09-11 to 2018-09-12$/ }).waitFor();
    const all = await fans.count();
    await dots.focus();
    await dots.press('Home');
    await page.getByRole('heading', { name: /^Test item \d+$/ }).waitFor();
    expect(await fans.count()).toBe(1);
    await page.getByRole('button', { name: 'Show all again' }).click();
    await expect.poll(() => fans.count()).toBe(all);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('are fields in the same colours, whose spread parts in weights and noise', async () => {
    const { page, complaints } = await opened('#/runs/field/uncertainty');
    const maps = page.getByRole('img', { name: /^Item \d+, wind/ });
    const scales = async () =>
      (await maps.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).map((text) =>
        text?.replace(/^Item \d+, /, ''),
      );
    await expect.poll(async () => new Set(await scales()).size).toBe(1);
    await page.getByLabel('Standard deviation', { exact: true }).selectOption('weights');
    await expect.poll(async () => (await scales())[0]).toContain('of it from the weights from 0 to');
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
