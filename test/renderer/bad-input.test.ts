import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredPoint } from '../../src-shared/runs/runs';
import { FakeCore } from './fake-core';
import { digitsInput } from './fake-runs';
import { chromiumPath, PageRig } from './page';

function lossPoints(count: number, valueAt: (step: number) => number): StoredPoint[] {
  return Array.from({ length: count }, (_, step) => ({
    id: step + 1,
    name: 'train.loss',
    step,
    epoch: step / 21,
    time: Date.UTC(2026, 0, 12) + step * 36,
    value: valueAt(step),
  }));
}

describe.skipIf(!chromiumPath)('runs that are not as they should be', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('a run that is deleted elsewhere while it is watched: the page says so, and shows it again once it is back', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/', core);
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 2, name: 'Curves' }).waitFor();
    const runId = new URL(page.url()).hash.split('/').at(-1) ?? '';
    core.advance(runId, 60);
    await page.getByRole('img', { name: /^Loss .*last/ }).waitFor();
    await core.call('removeMany', [[runId]]);
    await page.getByRole('heading', { level: 1, name: 'This run was deleted' }).waitFor();
    await page.getByRole('link', { name: 'See all runs' }).waitFor();
    await core.call('restoreRemoved', [[runId]]);
    await page.getByRole('heading', { level: 1, name: digitsInput.name }).waitFor();
    await page.getByRole('img', { name: /^Loss .*last/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('a run that was imported without its posterior offers neither to predict nor to export one, and says calmly why', async () => {
    const core = new FakeCore();
    core.addImportedRun('imported');
    const { page, complaints } = await rig.open('#/runs/imported', core);
    await page.getByText(/was brought in without its posterior/).waitFor();
    expect(await page.getByRole('button', { name: 'Export posterior' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Export as' }).click();
    await page.getByRole('button', { name: /^JSON/ }).waitFor();
    expect(await page.getByText('What it learned').count()).toBe(0);
    for (const part of ['predict', 'posterior', 'uncertainty']) {
      await page.goto(page.url().replace(/#.*/, `#/runs/imported/${part}`));
      await page.getByText(/was brought in without its/).waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    }
    expect(await page.getByRole('button', { name: 'Predict' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('a run that is deleted while it is compared leaves the others where they are', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/compare/first,second', core);
    await page.getByRole('img', { name: /^Training loss.*Digits, 16 samples/ }).waitFor();
    await core.call('removeMany', [['second']]);
    await page.getByRole('img', { name: /^Training loss\. Digits demo: last [^;]*$/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('values that are no number or infinite are written as such, and the chart counts what it cannot draw', async () => {
    const core = new FakeCore();
    const odd = [Number.NaN, Infinity, -Infinity];
    core.addFinishedRun(
      'odd',
      lossPoints(10, (step) => odd[step - 7] ?? 2 - step / 10),
      {
        'test.accuracy': Number.NaN,
        'test.nll': Infinity,
      },
    );
    const { page, complaints } = await rig.open('#/runs', core);
    const row = page.getByRole('row', { name: /Run odd/ });
    await row.getByText('not a number').waitFor();
    await row.getByText('infinite', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Run odd' }).click();
    const chart = page.locator('figure').filter({ has: page.getByRole('img', { name: /^Loss / }) });
    await chart.getByText('3 points not drawn: not a number, or infinite.').waitFor();
    await chart.getByText('the training has diverged').waitFor();
    await chart.getByRole('button', { name: /^Chart Loss/ }).click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).click();
    const cells = page.getByRole('region', { name: /^Table of Loss/ }).getByRole('cell');
    for (const text of ['not a number', 'infinite', 'minus infinite'])
      await cells.getByText(text, { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('a million points are drawn by their lowest and highest, and the chart says so', async () => {
    const core = new FakeCore();
    core.addFinishedRun(
      'long',
      lossPoints(1_000_000, (step) => (step === 654_321 ? 1000 : 1)),
      {},
    );
    const { page, complaints } = await rig.open('#/runs/long', core);
    await page.getByText('Showing at most 900 of 1,000,000 points a line').waitFor();
    await page.getByRole('button', { name: /^Chart Loss/ }).click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).click();
    const table = page.getByRole('region', { name: /^Table of Loss/ });
    await table.getByRole('row', { name: '654,321 1,000' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
