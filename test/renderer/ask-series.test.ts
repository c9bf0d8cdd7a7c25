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

describe.skipIf(!chromiumPath)('asking how a series goes on', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  async function opened(theme: 'light' | 'dark') {
    const core = new FakeCore();
    core.addExampleRuns();
    core.addRegressionRuns();
    const { page, complaints } = await rig.open('#/runs/forecast/predict', core);
    await page.emulateMedia({ colorScheme: theme });
    const values = page.getByRole('slider', { name: 'Known values' });
    await values.waitFor();
    const answer = async () => (await page.getByRole('status', { name: 'Answer' }).textContent()) ?? '';
    return { page, complaints, values, answer };
  }

  it('shows a test item with its dates, and forecasts anew as keys move its last value', async () => {
    const { page, complaints, values, answer } = await opened('light');
    await page
      .getByRole('img', {
        name: /6 known steps to 2018-09-30 15:00 UTC, and 2 that are forecast, to 2018-09-30 17:00 UTC/,
      })
      .waitFor();
    expect(await values.getAttribute('aria-valuetext')).toBe('2018-09-30 15:00 UTC: 5,000');
    expect(await answer()).toMatch(/^5,070 ± /);
    await values.focus();
    await values.press('ArrowUp');
    // A fiftieth of -3000 to 9000.
    await expect.poll(answer).toMatch(/^5,310 ± /);
    await values.press('ArrowLeft');
    await values.press('ArrowLeft');
    await values.press('ArrowLeft');
    expect(await values.getAttribute('aria-valuetext')).toBe('2018-09-30 12:00 UTC: not known');
    await page.getByText('Test item 12, dragged.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'As it was' }).click();
    await expect.poll(answer).toMatch(/^5,070 ± /);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('forecasts anew as a hand drags the end of the line', async () => {
    const { page, complaints, values, answer } = await opened('dark');
    await values.scrollIntoViewIfNeeded();
    const box = await values.boundingBox();
    if (!box) throw new Error('There is nothing to drag.');
    await page.mouse.move(box.x + 0.7 * box.width, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, box.y + box.height - 1, { steps: 4 });
    await page.mouse.up();
    // Down to nearly -3000.
    await expect.poll(answer).toMatch(/^-2,[89]\d\d ± /);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
