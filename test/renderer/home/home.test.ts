import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { chromiumPath, PageRig } from '../page';

describe.skipIf(!chromiumPath)('home, once there are runs', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync('test/screenshots', { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('tells what runs, on which devices, what came last with a study’s runs as one, and what is least calibrated', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/', core);
    await page.getByText('Nothing runs.').waitFor();
    const latest = page.getByRole('region', { name: 'Latest runs' }).getByRole('listitem');
    await expect.poll(() => latest.count()).toBe(3);
    await latest.first().getByText('Study, strong scaling: 6 of 8 runs finished, 1 failed').waitFor();
    const link = latest.first().getByRole('link', { name: 'Digits on one, two and four slots' });
    expect(await link.getAttribute('href')).toBe('#/studies/study-1');
    const doubtful = page.getByRole('region', { name: 'Least calibrated' }).getByRole('listitem');
    await doubtful.filter({ hasText: 'calibration error 1.9 %' }).waitFor();
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    core.advance('run-5', 210);
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByRole('progressbar', { name: 'Progress of Digits demo' }).waitFor();
    await page.getByText('Running: 33 %, about 14 s left').waitFor();
    const devices = page.getByRole('region', { name: 'Devices over time' });
    await devices.getByRole('link', { name: /^Digits demo on cpu:1, expected: / }).waitFor();
    await page.screenshot({ path: 'test/screenshots/home-1280.png' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('lets the keyboard come to each bar of the devices over time, and from there to its run', async () => {
    const { page, core } = await rig.open('#/');
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    core.advance('run-1', 210);
    await page.getByRole('link', { name: 'Queue' }).click();
    const bars = page.getByRole('region', { name: 'Devices over time' }).getByRole('link');
    await bars.first().waitFor();
    const stops = await bars.evaluateAll((all) => all.map((one) => one.tabIndex));
    expect(stops).toEqual(stops.map(() => 0));
    const names = await bars.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(new Set(names).size).toBe(names.length);
    await bars.first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await page.close();
  });
});
