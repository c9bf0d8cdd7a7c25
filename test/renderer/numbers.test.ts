import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, PageRig } from './page';

const shots = 'test/screenshots';

describe.skipIf(!chromiumPath)('runs that predict numbers, which have no accuracy', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  function openRuns(place: string) {
    const core = new FakeCore();
    core.addRegressionRuns();
    return rig.open(place, core);
  }

  it('show on the home page by how much they err, with the unit', async () => {
    const { page } = await openRuns('#/');
    await page.getByText('Test RMSE 612 vehicles per hour').first().waitFor();
    expect(await page.getByText('No scores yet').count()).toBe(0);
    await page.screenshot({ path: `${shots}/numbers-home.png` });
    await page.close();
  });

  it('stand in the table under their error, without an empty column of accuracies', async () => {
    const { page } = await openRuns('#/runs');
    await page.getByRole('columnheader', { name: 'RMSE' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Accuracy' }).count()).toBe(0);
    await page.screenshot({ path: `${shots}/numbers-runs.png` });
    await page.close();
  });

  it('are compared by the curves of their validation error', async () => {
    const { page } = await openRuns('#/compare/value,field');
    await page.getByRole('heading', { name: 'Root mean squared error (validation)' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Accuracy (validation)' }).count()).toBe(0);
    await page.screenshot({ path: `${shots}/numbers-compare.png` });
    await page.close();
  });

  it('of a table of one’s own are asked for the columns to leave out next to the one to predict', async () => {
    const { page } = await openRuns('#/new');
    await page.getByRole('button', { name: 'Other data' }).click();
    await page.getByRole('radio', { name: /table/i }).check();
    const data = page.getByRole('region', { name: 'Data', exact: true });
    await data.getByRole('textbox', { name: 'Columns to leave out optional', exact: true }).waitFor();
    await page.screenshot({ path: `${shots}/numbers-new-run.png` });
    await page.close();
  });
});
