import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks, expectToFit } from '../looks';
import { openStage, type Stage } from '../stage';

const fixtures = join(import.meta.dirname, '../../src-files/look/fixtures');
let stage: Stage;
let home = '';

/** A folder of pictures of two classes, of which one picture is under both. */
function writePictures(folder: string): void {
  for (let at = 0; at < 24; at += 1) {
    const name = at < 12 ? `circles/${at}.png` : `squares/${at}.png`;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const data = Uint8Array.from({ length: 32 * 48 * 3 }, (_, place) => {
      const [x, y] = [Math.floor(place / 3) % 48, Math.floor(place / 144)];
      const isIn =
        at < 12 ? (x - 24) ** 2 + (y - 16) ** 2 < 100 + at : Math.abs(x - 24) + 0 < 8 && Math.abs(y - 16) < 8;
      return isIn ? 220 - (place % 3) * 60 : 20 + (at === 23 ? 0 : at) * 3;
    });
    writeFileSync(join(folder, name), encode({ width: 48, height: 32, channels: 3, data }));
  }
  cpSync(join(folder, 'circles/3.png'), join(folder, 'squares/again.png'));
}

/** Six weeks of hours: a daily course of one column, and another that hangs on it. */
function seriesText(): string {
  const rows = Array.from({ length: 1008 }, (_, hour) => {
    const day = new Date(Date.UTC(2024, 0, 1) + hour * 3_600_000)
      .toISOString()
      .slice(0, 16)
      .replace('T', ' ');
    const load = 50 + 20 * Math.sin((hour / 24) * 2 * Math.PI) + (hour % 7);
    return `${day};${load.toFixed(2).replace('.', ',')};${(load / 3 + (hour % 5)).toFixed(2).replace('.', ',')}`;
  });
  return `time;load [MW];price [EUR]\n${rows.join('\n')}\n`;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'parasample-e2e-'));
  for (const name of ['table.csv', 'pictures.npz', 'fields.nc'])
    cpSync(join(fixtures, name), join(home, name));
  writePictures(join(home, 'shapes'));
  writeFileSync(join(home, 'load.csv'), seriesText());
  process.env.PARASAMPLE_FOLDERS = home;
  stage = await openStage(home);
}, 240_000);
afterAll(() => stage.close());

/** By the page's own field, as a person names it. */
async function lookAt(page: Page, path: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Data' }).click();
  await page.getByLabel(/^File or folder/).fill(path);
  await page.getByRole('button', { name: 'Look at the data' }).click();
  await page.getByRole('heading', { name: 'What was guessed, to be changed' }).waitFor();
}

/** Drags a file of these contents over the window, and drops it. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], fileName));
      const send = (type: string) =>
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      send('dragenter');
      send('dragover');
      send('drop');
    },
    [name, text] as const,
  );
}

describe('a look at data before anything trains on them', () => {
  it('shows a table with what is odd first, and its guesses become the form', async () => {
    const { page } = stage;
    await lookAt(page, join(home, 'table.csv'));
    const odd = page.getByRole('list', { name: 'Worth a look' });
    await expect.poll(() => odd.textContent()).toContain('stand in the file before already');
    await page.getByText('303 rows of 6 columns').waitFor();
    await page.getByLabel('Use of colour').selectOption('To predict');
    await page.getByLabel('Use of in inches').selectOption('Left out');
    await page.getByLabel('Test share').fill('0.5');
    await expect.poll(() => page.getByLabel('Parts of the data').textContent()).toContain('Test about 152');
    await expectGoodLooks(page, 'data-table');
    await page.getByRole('button', { name: 'Train on this' }).first().click();
    await page.getByRole('heading', { name: 'New run' }).waitFor();
    expect(await page.getByLabel('Columns to predict').inputValue()).toBe('colour');
    expect(await page.getByLabel('Columns to leave out').inputValue()).toBe('in inches');
    await page.getByText('Ready to start.').waitFor();
    await page.getByLabel('Epochs', { exact: true }).fill('3');
    await page.getByRole('tab', { name: 'File', exact: true }).click();
    await expect.poll(() => page.locator('textarea').first().inputValue()).toMatch(/epochs: 3\b/);
    await page.getByRole('tab', { name: 'Form', exact: true }).click();
    await page.getByLabel('Epochs', { exact: true }).fill('0');
    await page.getByText('Ready to start.').waitFor({ state: 'hidden' });
  });

  it('draws a series, and says what its columns are for', async () => {
    const { page } = stage;
    await lookAt(page, join(home, 'load.csv'));
    await page.getByText('A time series: 1,008 steps of 1 h').waitFor();
    expect(await page.getByLabel('Use of time').inputValue()).toBe('time');
    await page.getByLabel('Use of load [MW]').selectOption('To forecast');
    await page.getByLabel('Use of price [EUR]').selectOption('Of the past');
    expect(await page.getByLabel('Value columns').inputValue()).toBe('load [MW]');
    expect(await page.getByLabel('Columns of the past').inputValue()).toBe('price [EUR]');
    await expectGoodLooks(page, 'data-series');
    await page.getByRole('button', { name: 'Train on this' }).first().click();
    await page.getByText('Ready to start.').waitFor();
  });

  it('shows pictures by class, and which are there twice', async () => {
    const { page } = stage;
    await lookAt(page, join(home, 'shapes'));
    await page.getByText('25 pictures of 2 classes').waitFor();
    await expect
      .poll(() => page.getByRole('list', { name: 'Worth a look' }).textContent())
      .toContain('One picture is there under another class too: circles/3.png and squares/again.png');
    expect(await page.getByRole('region', { name: 'Pictures' }).getByRole('img').count()).toBe(10);
    expect(await page.getByLabel('Height and width').inputValue()).toBe('32, 48');
    await expectGoodLooks(page, 'data-pictures');
    await page.getByRole('button', { name: 'Train on this' }).first().click();
    await page.getByText('Ready to start.').waitFor();
  });

  it('shows arrays, and fields as maps', async () => {
    const { page } = stage;
    await lookAt(page, join(home, 'pictures.npz'));
    expect(await page.getByLabel('Array of inputs').inputValue()).toBe('x');
    await expectGoodLooks(page, 'data-arrays');
    await lookAt(page, join(home, 'fields.nc'));
    expect(await page.getByLabel('Variables').inputValue()).toBe('t2m, z');
    expect(await page.getByLabel('Levels').inputValue()).toBe('500');
    await page.getByRole('img', { name: /^z at its first step, level 500/ }).waitFor();
    await expectGoodLooks(page, 'data-fields');
  });

  it('takes what fields are for, and all of it goes into the form', async () => {
    const { page } = stage;
    await lookAt(page, join(home, 'fields.nc'));
    const settings = [
      ['Variables', 't2m, z'],
      ['What is predicted', 't2m'],
      ['Steps of history', '2'],
      ['Static fields', 'orography'],
      ['Levels', '500, 850'],
    ] as const;
    // Some say “optional” behind.
    const field = (label: string) => page.getByLabel(new RegExp(`^${label}`));
    for (const [label, text] of settings) await field(label).fill(text);
    await page.getByLabel('Cells count by their area').check();
    await expectGoodLooks(page, 'data-fields-changed');
    await expectToFit(page, 'data-fields-changed');
    await page.getByRole('button', { name: 'Train on this' }).first().click();
    await page.getByRole('heading', { name: 'New run' }).waitFor();
    for (const [label, text] of settings) expect(await field(label).inputValue()).toBe(text);
    expect(await page.getByLabel('Cells count by their area').isChecked()).toBe(true);
    await page.getByText('Ready to start.').waitFor();
  });

  it('says why there is nothing to see', async () => {
    const { page } = stage;
    await page.getByLabel(/^File or folder/).fill(join(home, 'nothing.csv'));
    await page.getByRole('button', { name: 'Look at the data' }).click();
    await page.getByText('nothing.csv is missing; there is no such file or folder.').waitFor();
  });

  it('is reached by the keyboard alone', async () => {
    const { page } = stage;
    await page.keyboard.press('Control+k');
    await page.getByLabel('Command', { exact: true }).fill('look at data');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.hasAttribute('data-look-path')))
      .toBe(true);
  });

  it('opens the form with an experiment that is dropped, and says what to do with data', async () => {
    const { page } = stage;
    await drop(page, 'rows.csv', 'a,b\n1,2\n');
    await page.getByText(/^A browser does not tell where dropped files lie: name their path/).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await drop(
      page,
      'mine.yaml',
      'name: Dropped\ndata: {dataset: digits}\nmodel: {kind: mlp}\nparallel: {mode: local, devices: ["cpu:0"]}\n',
    );
    await page.getByRole('heading', { name: 'New run' }).waitFor();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Dropped');
    await drop(page, 'broken.yaml', 'name: [');
    await page.getByText(/^broken\.yaml: /).waitFor();
  });

  it('shows that it takes what is dragged over it', async () => {
    const { page } = stage;
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([''], 'a.csv'));
      document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
    });
    await page.getByText('Drop it to look at it').waitFor();
    await expectGoodLooks(page, 'data-drop');
  });

  it('wrote neither errors nor warnings to the console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});
