import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../../../fake-core';
import { chromiumPath, PageRig } from '../../../page';

describe.skipIf(!chromiumPath)('pictures that a run doubts', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('grow with a large window, each of their pixels a whole number of the screen’s', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs/first', core);
    const picture = page
      .getByRole('img', { name: /^Test image \d+: / })
      .first()
      .locator('canvas');
    const sideAt = async (width: number, height: number) => {
      await page.setViewportSize({ width, height });
      return picture.evaluate((canvas: HTMLCanvasElement) => {
        const shown = canvas.getBoundingClientRect();
        return { across: shown.width, pixels: [shown.width / canvas.width, shown.height / canvas.height] };
      });
    };
    await picture.waitFor();
    const [small, large] = [await sideAt(1024, 700), await sideAt(3840, 2160)];
    expect(small.across).toBeGreaterThan(60);
    expect(large.across).toBeGreaterThanOrEqual(2 * small.across);
    for (const { pixels } of [small, large]) expect(pixels).toEqual(pixels.map(Math.round));
    await page.close();
    expect(complaints).toEqual([]);
  });
});
