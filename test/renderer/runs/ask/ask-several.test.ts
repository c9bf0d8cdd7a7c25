import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = join(import.meta.dirname, '../../../screenshots');

/** What axe finds in light and dark, with a screenshot of each to look at. */
async function violations(page: Page, name: string): Promise<readonly string[]> {
  mkdirSync(screenshots, { recursive: true });
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await page.screenshot({ path: join(screenshots, `page-${name}-${colorScheme}.png`) });
    await page.evaluate(axeSource);
    const results = await page.evaluate<AxeResults>('axe.run()');
    found.push(
      ...results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    );
  }
  return found;
}

describe.skipIf(!chromiumPath)('asking a network with several heads', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  async function opened(run: string) {
    const core = new FakeCore();
    core.addExampleRuns();
    core.addHeadsRuns();
    const { page, complaints } = await rig.open(`#/runs/${run}/predict`, core, { width: 1280, height: 1400 });
    const answer = async (head: string) =>
      (await page.getByRole('status', { name: `Answer ${head}` }).textContent()) ?? '';
    return { page, complaints, answer };
  }

  it('tells of a row what each head says, and slices along the one that is chosen', async () => {
    const { page, complaints, answer } = await opened('heads');
    await page.getByRole('img', { name: /^strength, MPa predicted along cement/ }).waitFor();
    // The middle of training: 303 of cement, means from 303 / 8 to 303 / 8 + 7 * 303 / 400.
    await expect.poll(() => answer('strength')).toMatch(/^40\.5\d ± [\d.]+\sMPa/);
    const failure = page.getByRole('button', { name: /^failure/ });
    // Four of eight samples say brittle: (4 * 0.9 + 4 * 0.2) / 8 = 0.55.
    await expect.poll(() => failure.textContent()).toMatch(/brittle, 55\s%/);
    await page.getByText(/Where it stands among other data is told of networks that predict one/).waitFor();
    // A noise of 4 MPa and a spread of 1.86 are above all of 0 to 0.9.
    await expect.poll(() => page.getByText('More than all 10 test items.').count()).toBe(2);
    expect(await violations(page, 'ask-heads')).toEqual([]);
    await failure.click();
    await page.getByRole('img', { name: /^Probability of 2 classes along cement/ }).waitFor();
    await expect.poll(() => answer('failure')).toBe('brittle, 55\u00a0%');
    // Mean entropy (0.325 + 0.500) / 2 = 0.413 nats: above 0 to 0.4.
    await page.getByText('More than 50 % of 10 test items.').waitFor();
    expect(await page.getByRole('button', { name: /^strength/ }).getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('slider', { name: 'cement' }).press('Home');
    // 100 of cement: one sample of eight.
    await expect.poll(() => answer('failure')).toBe('ductile, 71\u00a0%');
    await page.getByLabel('Map of the sliced column and').selectOption('age');
    await page.getByRole('img', { name: /^Over cement and age: Probability of ductile/ }).waitFor();
    expect(await violations(page, 'ask-heads-class')).toEqual([]);
    await page.getByRole('button', { name: 'Random test item' }).click();
    await page.getByText('Test item 3, in truth strength 41.5 MPa, failure brittle.').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('tells of a picture what each head says, side by side, with meters of each', async () => {
    const { page, complaints, answer } = await opened('heads-of-pictures');
    await page.getByText('The pad is empty').waitFor();
    await page.getByRole('button', { name: 'Random test item' }).click();
    await page.getByText('Test item 17, digit 1.').waitFor();
    // A quarter of the pixels is bright: two of eight samples say 8.
    expect(await answer('digit')).toBe('1, 69\u00a0%');
    // Means 11 to 13 in equal steps.
    expect(await answer('slant')).toMatch(/^12 ± 3\.\d+\s°/);
    expect(await page.getByRole('meter', { name: 'Unsure weights' }).count()).toBe(2);
    expect(await page.getByRole('meter', { name: 'Unclear data' }).count()).toBe(2);
    expect(await violations(page, 'ask-picture-heads')).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
