import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';

const strip = (page: Page) => page.getByRole('region', { name: 'Each device’s part of a step' });

describe.skipIf(!chromiumPath)('the devices of a run', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync('test/screenshots', { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('have lanes with their samples before anything is measured, which fill while it trains and stay in place', async () => {
    const { page, core, complaints } = await rig.open('#/');
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    const lanes = strip(page).getByRole('listitem');
    await expect.poll(() => lanes.count()).toBe(2);
    expect(await lanes.nth(1).getByText('draws samples 4–7').count()).toBe(1);
    expect(await lanes.nth(1).locator('.cell').allInnerTexts()).toEqual(['4', '5', '6', '7']);
    await lanes.nth(1).getByText('Not measured yet').waitFor();
    const place = await strip(page).boundingBox();
    core.advance('run-1', 210);
    // As the made-up points have it: 0.6, 27, 2.4 and 2 ms, give or take what its compute varies by.
    await lanes
      .nth(1)
      .getByText(/^3\d(\.\d)?\sms a step: 2\s%\sinput, 8\d\s%\scompute, [78]\s%\sexchange, 6\s%\sevaluation$/)
      .waitFor();
    await lanes.nth(1).getByText('487 MB of memory, 0.8 of 2 cores busy').waitFor();
    expect((await strip(page).boundingBox())?.height).toBe(place?.height);
    core.advance('run-1', 420);
    await lanes.nth(1).getByText('487 MB of memory, 0.8 cores busy').waitFor();
    await page.screenshot({ path: 'test/screenshots/device-strip-1280.png' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('are held against one device where a run of the same experiment tells its step’s time, else not at all', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs/first', core);
    await strip(page).getByText('2 devices against one: not measured').waitFor();
    // Both devices take about 30 ms for a step.
    core.addRunOnOneDevice('alone', 51);
    await page.reload();
    await strip(page).getByText('2 devices: 1.7× one').waitFor();
    const link = strip(page).getByRole('link', { name: 'On one device' });
    expect(await link.getAttribute('href')).toBe('#/runs/alone');
    // 1.8 cores less those of its workers, 0.9 and 0.8; beside the one device nothing went on.
    await strip(page).getByText('Other programs kept 0.1 of 2 cores busy meanwhile.').waitFor();
    expect(await strip(page).getByText('says little').count()).toBe(0);
    await page.close();
  });

  it('have their speed told with what other programs did while it was measured', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    core.addRunOnOneDevice('alone', 9, 1.7);
    const { page, complaints } = await rig.open('#/runs/first', core);
    await strip(page).getByText('2 devices: 0.30× one').waitFor();
    await strip(page)
      .getByText('This says little: other programs kept 0.7 of 2 cores busy while one device did.')
      .waitFor();
    await page.getByRole('link', { name: 'Workers' }).click();
    const table = page.getByRole('region', { name: 'Devices at work' });
    await table.getByText('Other programs kept 0.1 of 2 cores busy meanwhile.').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('are measured against one device by a run of 20 steps, once somebody asks for it', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs/first', core);
    const place = (await strip(page).boundingBox())?.height;
    await strip(page).getByRole('button', { name: 'Measure against one device' }).click();
    const link = strip(page).getByRole('link', { name: 'Digits demo on one device' });
    await strip(page).getByText('measuring:').waitFor();
    expect((await strip(page).boundingBox())?.height).toBe(place);
    core.advance((await link.getAttribute('href'))?.replace('#/runs/', '') ?? '', 630);
    await strip(page)
      .getByText(/^2 devices: \d\.\d× one$/)
      .waitFor();
    await link.waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
