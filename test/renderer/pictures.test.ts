import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, PageRig } from './page';

/** One picture of every kind, with a word that its table's head must have. */
const pictures = [
  { place: '#/runs/first', chart: 'Loss (negative ELBO)', column: 'Step' },
  { place: '#/runs/first', chart: 'Test images it is least sure of', column: 'Entropy, nats' },
  { place: '#/runs/first/posterior', chart: 'layers.0: Means', column: 'Weights' },
  { place: '#/runs/first/uncertainty', chart: 'Reliability', column: 'Mean confidence' },
  {
    place: '#/runs/first/uncertainty',
    chart: 'Test images it doubts, by predictive entropy',
    column: 'Taken for',
  },
  { place: '#/runs/first/uncertainty', chart: 'Accuracy', column: 'Weight samples' },
  {
    place: '#/runs/forecast/uncertainty',
    chart: 'Forecast of item 0, traffic, vehicles per hour',
    column: 'Truth',
  },
  { place: '#/runs/field/uncertainty', chart: 'Item 0, wind, m/s', column: 'Standard deviation' },
  { place: '#/runs/maps/uncertainty', chart: 'Item 0, class maps', column: 'Prediction' },
  {
    place: '#/runs/value/uncertainty',
    chart: 'Predictions against the truth, strength, MPa',
    column: 'Mean',
  },
  { place: '#/compare/first,second', chart: 'Settings and score of every run', column: 'Run' },
  {
    place: '#/compare/first,second',
    chart: 'Accuracy (test) against Weight samples per step',
    column: 'Run',
  },
  { place: '#/studies/study-1', chart: 'Speedup', column: 'Devices' },
] as const;

async function contentOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

async function saved(page: Page, chart: string, item: string): Promise<Buffer> {
  await page.getByRole('button', { name: `Chart ${chart}`, exact: true }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).click();
  return contentOf(await saving);
}

describe.skipIf(!chromiumPath)('every picture of the window', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  for (const { place, chart, column } of pictures)
    it(`${chart}: has its numbers as a table, and is kept as PNG, SVG and CSV`, async () => {
      const core = new FakeCore();
      core.addExampleRuns();
      core.addRegressionRuns();
      core.addClassMapsRun();
      const { page, complaints } = await rig.open(place, core);
      await page.getByRole('button', { name: `Chart ${chart}`, exact: true }).click();
      await page.getByRole('menuitem', { name: 'Show as a table' }).click();
      const table = page.getByRole('region', { name: `Table of ${chart}`, exact: true });
      await table.getByRole('columnheader', { name: column, exact: true }).waitFor();
      const rows = await table.getByRole('row').count();
      expect(rows).toBeGreaterThan(1);
      const csv = String(await saved(page, chart, 'Save all points as CSV'));
      expect(csv.trim().split('\r\n').length).toBeGreaterThanOrEqual(rows);
      const svg = String(await saved(page, chart, 'Save as SVG'));
      expect(svg).toMatch(/^<svg xmlns=/);
      expect(svg).not.toContain('var(--');
      // Drawing it as a picture parses the SVG as strictly as any other program would.
      const png = await saved(page, chart, 'Save as PNG');
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect(await page.evaluate(coloursIn, png.toString('base64'))).toBeGreaterThan(5);
      await page.close();
      expect(complaints).toEqual([]);
    });
});

async function coloursIn(png: string): Promise<number> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  return new Set(data && new Uint32Array(data.buffer)).size;
}
