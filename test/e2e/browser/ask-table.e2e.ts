import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from '../looks';
import { textOf } from '../run-page';
import { openStage, type Stage } from '../stage';

let stage: Stage;
const elsewhere = mkdtempSync(join(tmpdir(), 'parasample-e2e-'));

/** y is 10 u, and 20 more where the sort is rough. */
function writeTable(home: string): string {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const [u, isRough] = [(row % 50) / 10, row % 3 === 0];
    return `${u},${(row * 7) % 11},${isRough ? 'rough' : 'fine'},${10 * u + (isRough ? 20 : 0) + (row % 5) / 5}`;
  });
  const file = join(home, 'rows.csv');
  writeFileSync(file, `u,v,sort,y\n${rows.join('\n')}\n`);
  return file;
}

/** Trains a network of a table by the command line. */
async function train(home: string): Promise<void> {
  const experiment = {
    name: 'Rows',
    data: { dataset: 'table', path: writeTable(home), target: 'y' },
    model: { kind: 'mlp', hidden: [16] },
    training: { samples: 4, batchSize: 32, epochs: 60, optimizer: { kind: 'adam', learningRate: 0.02 } },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  };
  const file = join(home, 'rows.json');
  writeFileSync(file, JSON.stringify(experiment));
  const environment = { ...process.env, PARASAMPLE_HOME: home };
  await promisify(execFile)(process.execPath, ['out/main/cli.js', 'run', file], { env: environment });
}

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'parasample-e2e-'));
  await train(home);
  // The window reads rows of training from where they lie.
  process.env.PARASAMPLE_FOLDERS = `${home}:${elsewhere}`;
  stage = await openStage(home);
}, 240_000);
afterAll(() => stage.close());

const answer = async (page: Page) =>
  Number.parseFloat(await textOf(page.getByRole('status', { name: 'Answer' })));

describe('asking a network of a table', () => {
  it('tells what it predicts for the middle of training, along the first column', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Rows', exact: true }).click();
    await page.getByRole('link', { name: 'Predict' }).click();
    await page.getByRole('img', { name: /^y predicted along u/ }).waitFor();
    await page
      .getByText(/(More|Less) than .* test items/)
      .first()
      .waitFor();
    await expectGoodLooks(page, 'ask-table');
  });

  it('answers anew as a slider is moved by keys, and as another text is chosen', async () => {
    const { page } = stage;
    const slider = page.getByRole('slider', { name: 'u' });
    await slider.press('Home');
    await expect.poll(() => answer(page)).toBeLessThan(10);
    await slider.press('End');
    await expect.poll(() => answer(page)).toBeGreaterThan(40);
    const fine = await answer(page);
    const sort = page.getByRole('combobox', { name: 'sort' });
    const rough = await sort.getByRole('option', { name: /^rough/ }).getAttribute('value');
    await sort.selectOption(rough);
    await expect.poll(() => answer(page)).toBeGreaterThan(fine + 10);
  });

  it('slices along another column, and takes a test item with its truth', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Slice along v' }).click();
    await page.getByRole('img', { name: /^y predicted along v/ }).waitFor();
    await page.getByLabel('Map of the sliced column and').selectOption('u');
    await page
      .getByRole('img', { name: /^Over v and u: y, mean from .*; Standard deviation from 0 to / })
      .waitFor();
    await page.getByLabel('Doubt').selectOption('from the weights');
    await page.getByRole('img', { name: /; Standard deviation, from the weights from 0 to / }).waitFor();
    await expectGoodLooks(page, 'ask-plane');
    await page.getByRole('button', { name: 'Random test item' }).click();
    await page.getByText(/^Test item \d+, in truth [\d.]+\.$/).waitFor();
  });

  it('shows what it predicts for a file, the least sure first, sorted by any column', async () => {
    const { page } = stage;
    await page.getByRole('textbox', { name: 'Table', exact: true }).fill(join(stage.home, 'rows.csv'));
    await page.getByRole('textbox', { name: 'Table to write' }).fill(join(stage.home, 'predicted.csv'));
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.getByText('Showing 50 of 200 rows').waitFor();
    const head = (name: string) => page.getByRole('columnheader', { name });
    expect(await head('std ↓').getAttribute('aria-sort')).toBe('descending');
    const firstRow = () => page.getByRole('row').nth(1).innerText();
    await head('mean').getByRole('button').click();
    await head('mean').getByRole('button').click();
    await expect.poll(() => head('mean').getAttribute('aria-sort')).toBe('ascending');
    expect(await firstRow()).toMatch(/^\d+\s/);
    await expectGoodLooks(page, 'predicted-table');
  });

  it('asks before a file of the person’s is replaced', async () => {
    const { page } = stage;
    const thesis = join(elsewhere, 'thesis.csv');
    writeFileSync(thesis, 'mine');
    const place = page.getByRole('textbox', { name: 'Table to write' });
    await place.fill(thesis);
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: `${thesis} is there already` })
      .waitFor();
    expect(readFileSync(thesis, 'utf8')).toBe('mine');
    await expectGoodLooks(page, 'predict-replace');
    // What is asked of one place is not agreed to for another.
    await place.fill(join(elsewhere, 'other.csv'));
    await page.getByRole('button', { name: 'Replace it' }).waitFor({ state: 'detached' });
    await place.fill(thesis);
    await page.getByRole('button', { name: 'Replace it' }).click();
    await page.getByText('Showing 50 of 200 rows').waitFor();
    expect(readFileSync(thesis, 'utf8')).toMatch(/^row,/);
    expect(stage.pageErrors).toEqual([]);
  });
});
