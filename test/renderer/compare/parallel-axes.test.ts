import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { chromiumPath, PageRig } from '../page';

const title = chromiumPath
  ? 'ranges of parallel axes in the window'
  : 'ranges of parallel axes (skipped: no Chromium)';

describe.skipIf(!chromiumPath)(title, () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig.stop());

  it('are drawn by the mouse and moved by keys; who is left is told, and all come back', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/compare/first,second', core);
    const foot = page.getByRole('slider', { name: /: from$/ }).first();
    const told = page.getByRole('status').filter({ hasText: 'in the chosen ranges' });
    await foot.focus();
    await foot.press('End');
    await told.waitFor();
    const byKeys = await told.textContent();
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await told.waitFor({ state: 'detached' });
    // From the head down to a little below it: the same runs as by keys.
    const strip = page.locator('.strip').first();
    await strip.scrollIntoViewIfNeeded();
    const box = await strip.boundingBox();
    if (!box) throw new Error('The axis is not drawn.');
    await page.mouse.move(box.x + box.width / 2, box.y + 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 24, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => told.textContent()).toBe(byKeys);
    await page.close();
    expect(complaints).toEqual([]);
  });

  it('have their ends in words above and below them, where no line goes', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/compare/first,second', core);
    const picture = page.getByRole('img', { name: /^Settings and score of every run: / });
    await picture.locator('text.end').first().waitFor();
    const lines = await picture.locator('path').evaluateAll((all) =>
      all.map((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return { top, bottom };
      }),
    );
    const ends = await picture.locator('text.end').evaluateAll((all) =>
      all.map((end) => {
        const { top, bottom } = end.getBoundingClientRect();
        return { top, bottom };
      }),
    );
    const highest = Math.min(...lines.map(({ top }) => top));
    const lowest = Math.max(...lines.map(({ bottom }) => bottom));
    expect(ends.length).toBeGreaterThan(2);
    expect(ends.filter(({ top, bottom }) => bottom > highest && top < lowest)).toEqual([]);
    await page.close();
  });
});
