import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import { expectGoodLooks, keepScreenshot } from './looks';
import {
  curve,
  endless,
  field,
  startFromForm,
  textOf,
  waitForStatus,
  waitForStepAfter,
  waitUntilDrawn,
} from './run-page';
import { openStage, type Stage, target } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('from the first start to two compared runs', () => {
  it('offers a newcomer the digits demo', async () => {
    const { page } = stage;
    await page.getByRole('heading', { level: 1, name: 'Welcome to Parasample' }).waitFor();
    await page.getByRole('button', { name: 'Start the digits demo' }).waitFor();
    await expectGoodLooks(page, 'home-first');
  });

  it('trains it after one click, to the scores and the digits it is least sure of', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await waitForStatus(page, 'Finished');
    expect(await percentOf(stage, 'score-test.accuracy')).toBeGreaterThanOrEqual(93);
    for (const score of ['score-test.nll', 'score-test.brier', 'score-test.ece'])
      expect(await textOf(page.getByTestId(score))).toMatch(/\d/);
    const images = page.getByRole('img', { name: /^Test image \d+: \d, taken for \d$/ });
    await images.first().waitFor();
    await expect.poll(() => images.count()).toBe(12);
    await waitUntilDrawn(images.first());
    await waitUntilDrawn(curve(page, /^Loss/));
    await expectGoodLooks(page, 'run-finished');
  });

  it('exports the posterior as a file that this app and Python read', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Export posterior' }).click();
    const file = await textOf(page.getByRole('status', { name: 'Export' }).locator('code').first());
    expect(file.startsWith(stage.home)).toBe(true);
    const save = page.getByRole('link', { name: `Save to your machine: ${file}` });
    await expect.poll(() => save.count()).toBe(target === 'browser' ? 1 : 0);
    if (target === 'browser') {
      const saving = page.waitForEvent('download');
      await save.click();
      const download = await saving;
      expect(download.suggestedFilename()).toBe(basename(file));
      expect((await readFile(await download.path())).equals(await readFile(file))).toBe(true);
    }
    const { tensors, metadata } = decodeSafetensors(await readFile(file), file);
    expect(JSON.stringify(metadata)).toContain('Digits demo');
    expect(tensors.length).toBeGreaterThan(0);
    for (const { name, data } of tensors) expect(data.every(Number.isFinite), name).toBe(true);
    const names = tensors.map(({ name }) => name).sort();
    const fromPython = await namesReadByPython(file);
    if (fromPython) expect(fromPython).toEqual(names);
  });

  it('writes the run and what it learned in the formats of other tools', async () => {
    const { page } = stage;
    const status = page.getByRole('status', { name: 'Export' });
    for (const [format, ending] of [
      ['torch_blue', '.py'],
      ['NumPy', '.npz'],
      ['CSV', '.csv'],
    ] as const) {
      await page.getByRole('button', { name: 'Export as' }).click();
      if (format === 'CSV') await expectGoodLooks(page, 'run-export');
      await page.getByRole('button', { name: new RegExp(`^${format}`) }).click();
      const file = status.locator('code').filter({ hasText: ending }).first();
      await file.waitFor();
      expect((await readFile(await textOf(file))).length).toBeGreaterThan(0);
    }
  });

  it('lists the run', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    const row = page.getByRole('row', { name: /Digits demo/ });
    await expect.poll(() => textOf(row)).toContain('Finished');
    await expectGoodLooks(page, 'runs');
  });

  it('refuses bad settings in the form, each with its reason under the field', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'New run', exact: true }).first().click();
    // Fewer samples than devices: settings are held against each other once each by itself is right.
    await expectRefusal(stage, 'Weight samples per step', '1');
    await expectRefusal(stage, 'Epochs', '0');
    await expectRefusal(stage, 'Learning rate', 'fast');
    await expectRefusal(stage, 'Hidden layers', '64, -3');
    await expectGoodLooks(page, 'form-refused');
    await page.getByRole('button', { name: 'Digits demo' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Start run' }).isEnabled()).toBe(true);
    await expectGoodLooks(page, 'form');
  });

  it('trains a second run with settings from the form', async () => {
    const { page } = stage;
    await startFromForm(page, { Name: 'Narrow network', 'Hidden layers': '16', Epochs: '4' });
    await page.getByRole('heading', { level: 1, name: 'Narrow network' }).waitFor();
    await waitForStatus(page, 'Finished');
  });

  it('shows how far a run is, and goes on watching after a reload of the page', async () => {
    const { page } = stage;
    await startFromForm(page, { ...endless, Name: 'Long run' });
    await page.getByRole('progressbar', { name: 'Progress of the run' }).waitFor();
    const before = await waitForStepAfter(page, 0);
    await curve(page, /^Loss .*last \d/).waitFor();
    await page.getByText(/about .* left/).waitFor();
    await keepScreenshot(page, 'run-going');
    await page.reload();
    await waitForStepAfter(page, before);
    await curve(page, /^Loss .*last \d/).waitFor();
    await page.getByRole('button', { name: 'Stop run' }).click();
    await waitForStatus(page, 'Stopped');
  });

  it('lays the curves of both runs over each other and names the settings that differ', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('checkbox', { name: 'Compare Digits demo' }).check();
    await page.getByRole('checkbox', { name: 'Compare Narrow network' }).check();
    await page.getByRole('button', { name: 'Compare chosen runs' }).click();
    const both =
      /^Training loss.*(Digits demo: last .*Narrow network: last|Narrow network: last .*Digits demo: last)/;
    await waitUntilDrawn(curve(page, both));
    const differences = page.getByRole('region', { name: 'What differs', exact: true });
    const rows = async () => {
      const names = await differences.getByRole('rowheader').allTextContents();
      // How long they took may differ as well.
      return names.filter((name) => name !== 'Duration').sort();
    };
    await expect.poll(rows).toEqual(['Epochs', 'Hidden layers']);
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    await page.getByText(/^the same class for [\d.]+\s% of the items$/).waitFor();
    await page
      .getByText('The networks are not the same, so their weights are not compared one by one.')
      .waitFor();
    await expectGoodLooks(page, 'compare');
  });

  it('shows the devices and what trains on them', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Devices' }).click();
    // The name of a processor may hold the word too.
    await page.getByRole('heading', { name: 'Processor', exact: true }).waitFor();
    await expectGoodLooks(page, 'devices');
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('heading', { name: 'Latest runs' }).waitFor();
    await expectGoodLooks(page, 'home');
  });

  it('has left no errors in the page’s console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

async function expectRefusal({ page }: Stage, label: string, text: string): Promise<void> {
  const input = field(page, label);
  await input.fill(text);
  await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true');
  const noteId = await input.getAttribute('aria-describedby');
  const note = await textOf(page.locator(`[id="${noteId}"]`));
  expect(note).toMatch(/\S.*\.$/);
  await expect.poll(() => page.getByRole('button', { name: 'Start run' }).isDisabled()).toBe(true);
}

async function percentOf({ page }: Stage, testId: string): Promise<number> {
  return Number.parseFloat(await textOf(page.getByTestId(testId)));
}

/** The tensors' names as Python's safetensors reads them; undefined where that package is not installed. */
async function namesReadByPython(file: string): Promise<readonly string[] | undefined> {
  const read = 'import sys, safetensors.numpy as s; print("\\n".join(sorted(s.load_file(sys.argv[1]))))';
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', read, file]);
    return stdout.trim().split('\n');
  } catch (error) {
    if (String(error).includes('ModuleNotFoundError')) return undefined;
    throw error;
  }
}
