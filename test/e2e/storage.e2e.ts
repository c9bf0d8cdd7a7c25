import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { expectGoodLooks } from './looks';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'parasample-e2e-'));
  addRun(home, 'kept-0001', 'Kept in the backup');
  stage = await openStage(home);
});
afterAll(() => stage.close());

/** A finished run in the store, as another process writes it. */
function addRun(home: string, id: string, name: string): void {
  const experiment = experimentSchema.parse({
    name,
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const store = openStore(home);
  store.writer.create({ id, experiment, engine: '', codeVersion: '1', owner: '1@', created: Date.now() });
  store.writer.change(id, { status: 'finished', started: Date.now(), ended: Date.now() });
  store.close();
}

describe('the database', () => {
  it('is read whole, without keeping the window from answering', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Storage' }).click();
    await page.getByRole('heading', { level: 1, name: 'Storage' }).waitFor();
    await page.getByRole('button', { name: 'Check it' }).click();
    await page.getByText('The database is sound.').waitFor();
  });

  it('is backed up into the folder of backups', async () => {
    const { page, home } = stage;
    await page.getByRole('button', { name: 'Back it up' }).click();
    await page.getByText(/The backup is written/).waitFor();
    expect(readdirSync(join(home, 'backups'))).toHaveLength(1);
    await expectGoodLooks(page, 'storage');
  });

  it('is as the backup was after restoring it, and keeps what was there', async () => {
    const { page, home } = stage;
    addRun(home, 'later-0001', 'Later than the backup');
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Later than the backup' }).waitFor();
    await page.getByRole('link', { name: 'Storage' }).click();
    await page.getByRole('button', { name: /^Restore parasample-/ }).click();
    // Nothing that the window has read is of the restored database: it starts anew.
    const startedAnew = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Restore it' }).click();
    await startedAnew;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Kept in the backup' }).waitFor();
    await page.getByRole('link', { name: 'Later than the backup' }).waitFor({ state: 'detached' });
    expect(readdirSync(home)).toContainEqual(expect.stringMatching(/^parasample\.sqlite\.replaced-/));
    expect(stage.pageErrors).toEqual([]);
  });
});
