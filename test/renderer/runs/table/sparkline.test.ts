import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, PageRig } from '../../page';

describe.skipIf(!chromiumPath)('the curve so far in the row of a run that is going', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('goes along with its run to another row', async () => {
    const { page, core } = await rig.open('#/');
    for (const [runId, steps] of [
      ['run-1', 210],
      ['run-2', 20],
    ] as const) {
      await page.getByRole('link', { name: 'Home', exact: true }).click();
      await page.getByRole('button', { name: 'Start the digits demo' }).click();
      await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
      core.advance(runId, steps);
    }
    await page.evaluate(() => {
      location.hash = '#/runs';
    });
    const curveOf = (runId: string) =>
      page.locator(`tr[data-run="${runId}"] [role=progressbar]`).evaluate((bar) => {
        return bar.parentElement?.querySelector('path')?.getAttribute('d') ?? '';
      });
    await expect.poll(() => curveOf('run-1')).not.toBe('');
    await expect.poll(() => curveOf('run-2')).not.toBe('');
    const [first, second] = [await curveOf('run-1'), await curveOf('run-2')];
    expect(first).not.toBe(second);
    const top = () => page.locator('tr[aria-rowindex="2"]').getAttribute('data-run');
    const before = await top();
    await page.getByRole('button', { name: 'Created' }).click();
    await expect.poll(top).not.toBe(before);
    await expect.poll(() => curveOf('run-1')).toBe(first);
    await expect.poll(() => curveOf('run-2')).toBe(second);
    await page.close();
  });
});
