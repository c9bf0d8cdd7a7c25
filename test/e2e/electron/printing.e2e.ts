import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun } from '../../../src-main/run-import/import-run';
import { recordsOfFile } from '../../../src-main/run-import/run-file';
import { openStore } from '../../../src-main/store/store';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { openStage, type Stage } from '../stage';

let stage: Stage;

/** A run that has a report without having been trained here. */
async function addRun(home: string): Promise<void> {
  const file = join(home, 'elsewhere.csv');
  writeFileSync(
    file,
    'metric,step,epoch,time,value\ntrain.loss,0,0,1700000000,0.5\ntrain.loss,1,0,1700000001,0.25\n',
  );
  const experiment = experimentSchema.parse({
    name: 'To be printed',
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

describe('a report', () => {
  it('is printed as PDF beside its page, and leaves no window', async () => {
    const { page, electron } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'To be printed' }).click();
    await page.getByRole('button', { name: /^Export as/ }).click();
    await page.getByRole('button', { name: /^Report as PDF/ }).click();
    const path = await page
      .getByRole('status', { name: 'Export' })
      .getByText(/\.pdf$/)
      .innerText();
    expect(readFileSync(path).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(stage.pageErrors).toEqual([]);
  });
});
