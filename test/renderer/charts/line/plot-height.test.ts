import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  heightAfterKey,
  heightRange,
  heightText,
  limitedHeight,
} from '../../../../src-renderer/charts/line/plot-height';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';

describe('how high a chart is', () => {
  it('grows and shrinks by arrow keys, in larger steps by pages, and never beyond its ends', () => {
    const after = (key: string) => heightAfterKey(key, 300);
    expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'].map(after)).toEqual([320, 280, 400, 200]);
    expect(['Home', 'End'].map(after)).toEqual([heightRange.least, heightRange.most]);
    expect(heightAfterKey('ArrowUp', 125)).toBe(heightRange.least);
    expect(heightAfterKey('PageDown', 1190)).toBe(heightRange.most);
    expect([limitedHeight(-5), limitedHeight(250.4), limitedHeight(1e6)]).toEqual([120, 250, 1200]);
  });

  it('is its own again by Enter, and leaves other keys alone', () => {
    expect(['Enter', 'Tab', 'a', 'toString'].map((key) => heightAfterKey(key, 300))).toEqual([
      'own',
      undefined,
      undefined,
      undefined,
    ]);
    expect([heightText(240, true), heightText(300, false)]).toEqual([
      '240 pixels, its own height',
      '300 pixels',
    ]);
  });
});

describe.skipIf(!chromiumPath)('the lower edge of a chart in Chromium', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  }, 120_000);
  afterAll(() => rig?.stop());

  it('is found by its chart’s name, tells its height, and moves by keys and by the pointer alike', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs', core);
    await page.getByRole('link', { name: 'Digits, 16 samples' }).click();
    await page.getByRole('img', { name: /^Accuracy\. .*last/ }).waitFor();
    const edge = page.getByRole('separator', { name: 'Height of Accuracy', exact: true });
    const plot = page.locator('figure', { has: edge }).getByRole('img');
    const heights = async () => [
      Math.round((await plot.boundingBox())?.height ?? 0),
      Number(await edge.getAttribute('aria-valuenow')),
    ];
    const [own = 0] = await heights();
    expect(await edge.getAttribute('aria-valuetext')).toBe(`${own} pixels, its own height`);

    await edge.focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(heights).toEqual([own + 20, own + 20]);
    await page.keyboard.press('PageDown');
    await expect.poll(heights).toEqual([own + 120, own + 120]);
    expect(await edge.getAttribute('aria-valuetext')).toBe(`${own + 120} pixels`);
    // The picture follows its frame.
    await expect
      .poll(async () => Math.round((await plot.locator('canvas').boundingBox())?.height ?? 0))
      .toBe(own + 120);
    await page.keyboard.press('Enter');
    await expect.poll(heights).toEqual([own, own]);

    await edge.scrollIntoViewIfNeeded();
    const box = await edge.boundingBox();
    if (!box) throw new Error('The edge is not in sight.');
    const x = box.x + box.width / 2;
    await page.mouse.move(x, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(x, box.y - 36, { steps: 4 });
    await page.mouse.up();
    await expect.poll(heights).toEqual([own - 40, own - 40]);
    await edge.dblclick();
    await expect.poll(heights).toEqual([own, own]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
