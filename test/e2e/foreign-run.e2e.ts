import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun } from '../../src-main/run-import/import-run';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { expectGoodLooks } from './looks';
import { openStage, type Stage } from './stage';

let stage: Stage;

/** Names that the app knows nothing of, two of which every object of JavaScript's has. */
const names = ['__proto__', 'constructor', 'val/f1 (macro)'];

/** A run that another program measured, with times in nanoseconds and Python's NaN. */
async function addRun(home: string): Promise<void> {
  const rows = names.flatMap((name) =>
    [0.5, 'nan', 0.25].map((value, step) => `${name},${step},0,170000000${step}000000000,${value}`),
  );
  const file = join(home, 'elsewhere.csv');
  writeFileSync(file, `metric,step,epoch,time,value\n${rows.join('\n')}\n`);
  const experiment = experimentSchema.parse({
    name: 'Measured elsewhere',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const store = openStore(home);
  const records = recordsOfFile({ file, experiment, onRead: () => undefined });
  await importRun({ home, store, fileName: file, records });
  store.close();
}

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'parasample-e2e-'));
  await addRun(home);
  stage = await openStage(home);
});
afterAll(() => stage.close());

describe('a run that another program measured', () => {
  it('shows every one of its metrics, and when it was', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Measured elsewhere' }).click();
    await page.getByRole('heading', { level: 1, name: 'Measured elsewhere' }).waitFor();
    for (const name of names)
      await page
        .locator('figure', { has: page.getByRole('heading', { name, exact: true }) })
        .getByText('0.25')
        .first()
        .waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text).not.toMatch(/Invalid Date|measured anything|Nothing measured/);
    await expectGoodLooks(page, 'foreign-run');
    expect(stage.pageErrors).toEqual([]);
  });
});
