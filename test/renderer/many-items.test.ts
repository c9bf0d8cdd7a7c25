import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { PosteriorComparison } from '../../src-shared/posterior/posterior-comparison';
import { FakeCore } from './fake-core';
import { evaluation } from './fake-desk';
import { leastSure } from './fake-runs';
import { chromiumPath, PageRig } from './page';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = 'test/screenshots';
const [{ height, width, channels, pixels }] = leastSure;

const comparison: PosteriorComparison = {
  items: 360,
  samples: [64, 64],
  paired: [],
  predictions: { kind: 'classes', agreement: 340 / 360, totalVariation: 0.05 },
  apart: {
    kind: 'classes',
    all: 20,
    classNames: evaluation.classNames,
    pictureShape: [height, width, channels],
    items: Array.from({ length: 20 }, (_, place) => ({
      item: 300 - place,
      label: place % 10,
      named: [place % 10, (place + 3) % 10] as [number, number],
      confidence: [0.81 - place / 100, 0.6] as [number, number],
      distance: 0.9 - place / 50,
      ...(place < 5 ? { pixels } : {}),
    })),
  },
  layers: 'The networks are not the same, so their weights are not compared one by one.',
};

const values: PosteriorComparison = {
  ...comparison,
  predictions: {
    kind: 'values',
    targets: [{ name: 'y', meanDifference: 1.5, wasserstein: 1.2 }],
    unit: 'MPa',
  },
  apart: {
    kind: 'values',
    all: 1,
    unit: 'MPa',
    items: [
      {
        item: 3,
        origin: 'row 17',
        target: 'y',
        truth: 12.5,
        means: [10, 14.25],
        stds: [1, 2],
        distance: 2.688,
      },
      {
        item: 5,
        origin: 'row 20',
        target: 'y',
        truth: Number.NaN,
        means: [10, 11],
        stds: [2, 2],
        distance: 0.5,
      },
    ],
  },
};

/** A million test items: two thousand with a dot, all of them in squares. */
const million: EvaluationReport = {
  ...evaluation,
  items: 1_000_000,
  doubts: Array.from({ length: 2000 }, (_, place) => ({
    item: place * 500,
    aleatoric: (place % 50) / 25,
    epistemic: Math.floor(place / 50) / 20,
    isRight: place % 7 !== 0,
  })),
  doubtBins: {
    most: 2,
    parts: 60,
    cells: Array.from({ length: 3600 }, (_, cell): [number, number, number, number] => [
      cell % 60,
      Math.floor(cell / 60),
      1 + (cell % 556),
      Math.floor((cell % 60) / 10),
    ]).map(([across, up, items, wrong]) => [across, up, Math.max(items, wrong), wrong]),
  },
  listedItems: [
    { item: 500, label: 1, predicted: 7, confidence: 0.5, aleatoric: 0.04, epistemic: 0 },
    { item: 999_500, label: 2, predicted: 2, confidence: 0.9, aleatoric: 1.96, epistemic: 1.95 },
  ],
};

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>('axe.run(document)');
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

describe.skipIf(!chromiumPath)('many test items', () => {
  let rig: PageRig;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  async function measured(found: PosteriorComparison) {
    const core = new FakeCore();
    core.addExampleRuns();
    core.comparison = found;
    const opened = await rig.open('#/compare/first,second', core);
    await opened.page.getByRole('button', { name: 'Measure' }).click();
    await opened.page.getByRole('heading', { name: 'Where they disagree' }).waitFor();
    return opened;
  }

  for (const theme of ['light', 'dark'] as const)
    it(`that two runs name differently are listed with their pictures, ${theme}`, async () => {
      const { page, complaints } = await measured(comparison);
      await page
        .locator('label', { hasText: new RegExp(theme, 'i') })
        .first()
        .click();
      await page.getByText('20 test items named differently, those first').waitFor();
      const table = page.getByRole('table', { name: 'Where they disagree' });
      expect(await table.getByRole('columnheader').allTextContents()).toEqual(
        expect.arrayContaining(['Picture', 'Item', 'Is', 'Digits, 16 samples', 'Total variation']),
      );
      expect(await table.getByRole('row').count()).toBe(1 + 12);
      expect(await table.locator('canvas').count()).toBe(5);
      const [, first] = await table.getByRole('row').all();
      expect(await first?.textContent()).toMatch(/300\s*0\s*0 81(\.0)?\s%\s*3 60(\.0)?\s%\s*0\.9/);
      await table.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${shots}/disagreement-${theme}.png` });
      await page.getByRole('button', { name: 'Show more' }).click();
      expect(await table.getByRole('row').count()).toBe(1 + 20);
      await page.getByLabel('Layer', { exact: true }).selectOption('layers.2');
      await page.getByRole('img', { name: /^Means of layers\.2 in Digits.* and / }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    });

  it('of several heads are those of the head that is chosen', async () => {
    const { page, complaints } = await measured({
      ...comparison,
      head: 'kind',
      otherHeads: [{ head: 'strength', predictions: values.predictions, paired: [], apart: values.apart }],
    });
    await page.getByText('20 test items named differently, those first').waitFor();
    const choice = page.getByLabel('Target', { exact: true });
    expect(await choice.locator('option').allTextContents()).toEqual(['kind', 'strength']);
    await choice.selectOption('strength');
    await page.getByText('1 test item with a value more than one spread apart').waitFor();
    await choice.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${shots}/disagreement-heads.png` });
    await choice.selectOption('kind');
    await page.getByText('20 test items named differently, those first').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('of values are listed by row with what both predict, and what is not known is left open', async () => {
    const { page } = await measured(values);
    await page.getByText('1 test item with a value more than one spread apart').waitFor();
    const table = page.getByRole('table', { name: 'Where they disagree' });
    const texts = await Promise.all((await table.getByRole('row').all()).map((row) => row.textContent()));
    expect(texts[1]).toMatch(/row 17\s*y\s*12\.5\s*10 ± 1\s*14\.25 ± 2\s*2\.688/);
    expect(texts[2]).toMatch(/row 20\s*y\s*–\s*10 ± 2/);
    await page.close();
  });

  it('are counted as shades in the plane of their doubts, and a click or a key still shows one', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    core.evaluation = million;
    const { page, complaints } = await rig.open('#/runs/first/uncertainty', core);
    const plane = page.getByRole('region', { name: 'Aleatoric against epistemic' });
    await plane.getByText(/Squares with items, [\d,]+ of 1,000,000: the darker the more/).waitFor();
    expect(await plane.locator('circle').count()).toBe(0);
    expect(await plane.locator('svg[role=img] path').count()).toBeLessThanOrEqual(80);
    const chooser = plane.getByRole('slider', { name: 'Test item, the most doubtful first' });
    await chooser.focus();
    await chooser.press('Home');
    await expect.poll(() => chooser.getAttribute('aria-valuetext')).toMatch(/^item 999500: /);
    await plane.screenshot({ path: `${shots}/doubt-shades.png` });
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
