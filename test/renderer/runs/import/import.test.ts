import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';

describe.skipIf(!chromiumPath)('importing in the window', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  async function lookAt(file: string) {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs', core);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByLabel(/^File on/).fill(file);
    await page.getByRole('button', { name: 'Look at the file' }).click();
    const take = page.getByRole('group', { name: 'Import' }).getByRole('button', { name: 'Import' });
    return { page, complaints, take };
  }

  it('a run says which it is before it is taken, and ends on its page', async () => {
    const { page, complaints, take } = await lookAt('/data/first.run.json');
    await page.getByText('The run “From elsewhere” of 12 Jan 2026, as JSON.').waitFor();
    await page.getByText('The posterior beside it comes along: /data/posterior.safetensors.').waitFor();
    await page.screenshot({ path: 'test/screenshots/import-light-1280.png' });
    await take.click();
    await page.getByRole('heading', { level: 1, name: 'From elsewhere' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('a table that does not say what was trained is taken once its experiment is named', async () => {
    const { page, take } = await lookAt('/data/events.out.tfevents.1');
    await page.getByText(/as TensorBoard; it does not say what was trained/).waitFor();
    expect(await take.isDisabled()).toBe(true);
    await page.getByLabel('It belongs to').selectOption('Digits, 16 samples (second)');
    await take.click();
    await page.getByRole('heading', { level: 1, name: 'From elsewhere' }).waitFor();
    await page.close();
  });

  it('a configuration of sampling-parallelism ends in the form of a new run, with what it leaves out', async () => {
    const { page, take } = await lookAt('/data/config.yaml');
    await take.click();
    await page.getByText('run_nr becomes the seed.').waitFor();
    const name = page.getByRole('textbox', { name: 'Name' });
    await expect.poll(() => name.inputValue()).toBe('TinySimpleViT on CIFAR10');
    await page.close();
  });

  it('weights of torch_blue become a run of the experiment of a file', async () => {
    const { page, take } = await lookAt('/data/net.safetensors');
    await page.getByLabel('It belongs to').selectOption('An experiment file…');
    const experiment = {
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    };
    await page.getByLabel('Experiment file').setInputFiles({
      name: 'mine.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(experiment)),
    });
    await take.click();
    await page.getByRole('heading', { level: 1, name: 'From elsewhere' }).waitFor();
    await page.close();
  });

  it('a file that is not there, or is something else, is refused where it was named', async () => {
    const { page } = await lookAt('/data/nothing.txt');
    await page.getByRole('alert').getByText('There is no file /data/nothing.txt.').waitFor();
    await page.close();
  });
});
