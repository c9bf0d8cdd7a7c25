import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, PageRig } from './page';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = 'test/screenshots';

const views = [
  { name: 'first-start', place: '#/', runs: false },
  { name: 'home', place: '#/', runs: true },
  { name: 'new-run', place: '#/new', runs: true },
  { name: 'runs', place: '#/runs', runs: true },
  { name: 'no-runs', place: '#/runs', runs: false },
  { name: 'finished-run', place: '#/runs/first', runs: true },
  { name: 'imported-run', place: '#/runs/imported', runs: true },
  { name: 'failed-run', place: '#/runs/third', runs: true },
  { name: 'run-uncertainty', place: '#/runs/first/uncertainty', runs: true },
  { name: 'forecast', place: '#/runs/forecast/uncertainty', runs: true },
  { name: 'run-posterior', place: '#/runs/first/posterior', runs: true },
  { name: 'run-predict', place: '#/runs/first/predict', runs: true },
  { name: 'run-workers', place: '#/runs/first/workers', runs: true },
  { name: 'run-log', place: '#/runs/first/log', runs: true },
  { name: 'run-settings', place: '#/runs/first/settings', runs: true },
  { name: 'queue', place: '#/queue', runs: true },
  { name: 'compare', place: '#/compare/first,second', runs: true },
  { name: 'nothing-compared', place: '#/compare/', runs: false },
  { name: 'studies', place: '#/studies', runs: true },
  { name: 'no-studies', place: '#/studies', runs: false },
  { name: 'study', place: '#/studies/study-1', runs: true },
  { name: 'devices', place: '#/devices', runs: false },
  { name: 'storage', place: '#/storage', runs: false },
  { name: 'data', place: '#/data', runs: false },
  { name: 'data-looked-at', place: '#/data/%2Frows.csv', runs: false },
  { name: 'servers', place: '#/servers', runs: false },
] as const;

async function violations(page: Page): Promise<string[]> {
  // The debugger's evaluation is not bound by the page's policy, which forbids scripts from elsewhere.
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>('axe.run(document)');
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

describe.skipIf(!chromiumPath)('every view of the window', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  for (const { name, place, runs } of views)
    for (const theme of ['light', 'dark'] as const)
      it(`${name}, ${theme}: has no accessibility violation, keeps the security policy, fits 1024 x 700`, async () => {
        const core = new FakeCore();
        if (runs) core.addExampleRuns();
        if (name === 'imported-run') core.addImportedRun('imported');
        const { page, complaints } = await rig.open(place, core);
        await page
          .locator('label', { hasText: new RegExp(theme, 'i') })
          .first()
          .click();
        await settle(page);
        await page.screenshot({ path: `${shots}/${name}-${theme}-1280.png` });
        await page.setViewportSize({ width: 1024, height: 700 });
        await settle(page);
        await page.screenshot({ path: `${shots}/${name}-${theme}-1024.png` });
        const overflow = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('main, .card:not(.scroll-x)')]
            .filter((box) => box.scrollWidth > box.clientWidth)
            .map((box) => box.outerHTML.slice(0, 80)),
        );
        const found = await violations(page);
        await page.close();
        expect(found).toEqual([]);
        expect(complaints).toEqual([]);
        expect(overflow).toEqual([]);
      });

  const wide = [
    { name: 'finished-run', place: '#/runs/first', charts: 4 },
    { name: 'compare', place: '#/compare/first,second', charts: 2 },
    { name: 'study', place: '#/studies/study-1', charts: 2 },
    { name: 'run-posterior', place: '#/runs/first/posterior', charts: 3 },
  ] as const;
  for (const { name, place, charts } of wide)
    for (const theme of ['light', 'dark'] as const)
      it(`${name}, ${theme}: uses the width of 3840 x 2160, with ${charts} charts or more side by side`, async () => {
        const core = new FakeCore();
        core.addExampleRuns();
        const { page, complaints } = await rig.open(place, core, { width: 3840, height: 2160 });
        await page
          .locator('label', { hasText: new RegExp(theme, 'i') })
          .first()
          .click();
        await page.locator('main figure').first().waitFor();
        await settle(page);
        await page.screenshot({ path: `${shots}/${name}-${theme}-3840.png` });
        const boxes = await page
          .locator('main figure')
          .evaluateAll((figures) => figures.map((figure) => figure.getBoundingClientRect().toJSON()));
        const firstRow = boxes.filter(({ top }) => Math.abs(top - (boxes[0]?.top ?? 0)) < 20);
        await page.close();
        expect(firstRow.length).toBeGreaterThanOrEqual(charts);
        expect(Math.max(...boxes.map(({ right }) => right))).toBeGreaterThan(3300);
        expect(Math.min(...boxes.map(({ width }) => width))).toBeGreaterThan(250);
        expect(complaints).toEqual([]);
      });
});
