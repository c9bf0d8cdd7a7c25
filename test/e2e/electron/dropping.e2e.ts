import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../stage';

const fixtures = join(import.meta.dirname, '../..');
let stage: Stage;
let home = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'parasample-e2e-'));
  cpSync(join(fixtures, 'src-files/look/fixtures/table.csv'), join(home, 'table.csv'));
  cpSync(join(fixtures, 'parity/fixtures/zarr/netcdf-files-of-months'), join(home, 'months'), {
    recursive: true,
  });
  cpSync(join(fixtures, 'parity/fixtures/zarr/v2-blosc-lz4'), join(home, 'era5.zarr'), { recursive: true });
  writeFileSync(
    join(home, 'mine.yaml'),
    'name: Dropped\ndata: {dataset: digits}\nmodel: {kind: mlp}\nparallel: {mode: local, devices: ["cpu:0"]}\n',
  );
  process.env.PARASAMPLE_FOLDERS = home;
  stage = await openStage(home);
}, 240_000);
afterAll(() => stage.close());

/** Drags files of the disk over the window and drops them, as a file manager does. */
async function drop(page: Page, names: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: names.map((name) => join(home, name)), dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data });
  await page.getByText('Drop it to look at it').waitFor();
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 500, y: 300, data });
  await session.detach();
}

describe('files that are dropped onto the window', () => {
  it('are looked at where they lie', async () => {
    const { page } = stage;
    await drop(page, ['table.csv']);
    await page.getByText('303 rows of 6 columns').waitFor();
    expect(await page.getByLabel(/^File or folder/).inputValue()).toBe(join(home, 'table.csv'));
  });

  it('may be a folder, or several NetCDF files as one', async () => {
    const { page } = stage;
    await drop(page, ['era5.zarr']);
    await page.getByText('1 variable over 5 steps').waitFor();
    await drop(page, ['months/a.nc', 'months/b.nc']);
    await page.getByText(/, in 2 files;/).waitFor();
    expect(await page.getByLabel(/^File or folder/).inputValue()).toBe(join(home, 'months/*.nc'));
  });

  it('open the form where they are an experiment', async () => {
    const { page } = stage;
    await drop(page, ['mine.yaml']);
    await page.getByRole('heading', { name: 'New run' }).waitFor();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Dropped');
  });

  it('can be chosen in their place', async () => {
    const { page } = stage;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Data' }).click();
    await page.getByLabel('Choose a file: data').setInputFiles(join(home, 'table.csv'));
    await page.getByText('303 rows of 6 columns').waitFor();
  });

  it('are chosen for a setting of the form, too, which had to be typed', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'New run', exact: true }).first().click();
    await page.getByRole('button', { name: 'Other data…' }).click();
    await page.getByRole('radio', { name: 'A table of your own' }).check();
    await page.getByLabel('Choose a file: File', { exact: true }).setInputFiles(join(home, 'table.csv'));
    await expect
      .poll(() => page.getByRole('textbox', { name: 'File', exact: true }).inputValue())
      .toBe(join(home, 'table.csv'));
  });

  it('wrote neither errors nor warnings to the console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});
