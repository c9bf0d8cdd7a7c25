import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { chromiumPath, PageRig } from '../page';

/** In a page, since only there effects run. */
describe.skipIf(!chromiumPath)('the commands of a view', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('are offered once, by an effect that does not begin itself anew: that went on without end, and the page with it', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/', core);
    for (const view of ['Runs', 'Queue', 'Runs'])
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: view }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill('Find runs');
    const offered = page.getByRole('option', { name: /^Find runs/ });
    await offered.first().waitFor();
    expect(await offered.count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
