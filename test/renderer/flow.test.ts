import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeCore } from './fake-core';
import { fakeEstimate } from './fake-estimate';
import { digitsInput } from './fake-runs';
import { chromiumPath, PageRig } from './page';

describe.skipIf(!chromiumPath)('the way through the window', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('starts the digits demo with one click, follows it, and shows scores, doubts and the exported file', async () => {
    const { page, core, complaints } = await rig.open('#/');
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    core.advance('run-1', 210);
    await page.getByText('Step 210 of 630').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('33');
    await page.getByRole('img', { name: /^Loss .*last/ }).waitFor();
    await page.screenshot({ path: 'test/screenshots/live-run-light-1280.png' });
    core.advance('run-1', 420);
    await page.getByRole('status', { name: 'Status of the run' }).getByText('Finished').waitFor();
    expect(await page.getByTestId('score-test.accuracy').textContent()).toMatch(/97\.2\s%/);
    await page.getByRole('img', { name: 'Test image 40: 0, taken for 5' }).waitFor();
    await page.getByRole('button', { name: 'Export posterior' }).click();
    await page.getByText('exports/run-1/posterior.safetensors').waitFor();
    await page.setViewportSize({ width: 1280, height: 2300 });
    await page.screenshot({ path: 'test/screenshots/whole-run-light.png' });
    await page.close();
    expect(complaints).toEqual([]);
  });

  it('counts in the title of its tab the runs that end while another tab is in front', async () => {
    const { page, core } = await rig.open('#/');
    const look = (hidden: boolean) =>
      page.evaluate((isHidden) => {
        Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await look(true);
    core.advance('run-1', 630);
    await expect.poll(() => page.title()).toBe('(1 ended) Digits demo – Parasample');
    await look(false);
    await expect.poll(() => page.title()).toBe('Digits demo – Parasample');
    await page.close();
  });

  it('says beneath a field what is wrong with it while it is typed, and lets the run start once all is right', async () => {
    const { page } = await rig.open('#/new');
    const samples = page.getByRole('textbox', { name: 'Weight samples per step' });
    const start = page.getByRole('button', { name: 'Start run' });
    await samples.fill('1');
    await page.getByText('2 devices need at least 2 samples, not 1.').first().waitFor();
    expect(await samples.getAttribute('aria-invalid')).toBe('true');
    expect(await start.isDisabled()).toBe(true);
    await samples.fill('eight');
    await page.getByText('Write a whole number.').first().waitFor();
    await samples.fill('7');
    await page.getByText('cpu:0 draws samples 0–3').waitFor();
    await page.getByText('cpu:1 draws samples 4–6').waitFor();
    await start.click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await page.close();
  });

  it('does not scold for a field that nobody has been at yet', async () => {
    const { page } = await rig.open('#/new');
    await page.getByRole('button', { name: 'Other data' }).click();
    await page.getByRole('radio', { name: /table/i }).check();
    const target = page.getByRole('textbox', { name: 'Columns to predict' });
    await page.getByText('Columns to predict: still to be filled in.').waitFor();
    expect(await target.getAttribute('aria-invalid')).toBe('false');
    await target.focus();
    await target.blur();
    await expect.poll(() => target.getAttribute('aria-invalid')).toBe('true');
    await page.close();
  });

  it('offers the table of a prediction to whoever sits at another machine', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs/first/predict', core);
    await page.getByLabel('Folder of pictures').fill('/data/pictures');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.getByText('1 row from 8 weight samples').waitFor();
    const link = page.getByRole('link', { name: /^Save to your machine: .*predictions\.csv$/ });
    expect(await link.getAttribute('href')).toBe('exports/first/predictions.csv');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('keeps the list of export formats inside a small window', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs/first', core, { width: 1024, height: 700 });
    await page.getByRole('button', { name: 'Export as' }).click();
    const right = async () => {
      const box = await page.getByRole('group', { name: 'Export as' }).boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 2000);
    };
    await expect.poll(right).toBeLessThanOrEqual(1024);
    await page.close();
  });

  it('says who holds the devices that a run would wait for', async () => {
    const { page } = await rig.open('#/');
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await page.getByRole('link', { name: 'New run with these settings' }).click();
    await page.getByText('Ready; it will wait: “Digits demo” holds cpu:0, cpu:1.').waitFor();
    await page.close();
  });

  it('offers every mode and method, shows the mesh, and asks only for what the choices need', async () => {
    const { page, complaints } = await rig.open('#/new', new FakeCore(), { width: 1280, height: 1500 });
    await page.getByRole('combobox', { name: 'How devices share the work' }).selectOption('hybrid');
    await page.getByRole('checkbox', { name: 'cpu:2' }).check();
    await page.getByText('2 data groups do not divide 3 devices; use 1 or 3.').first().waitFor();
    await page.getByRole('checkbox', { name: 'cpu:3' }).check();
    const row = page.getByRole('row', { name: 'items 32–63' });
    await expect.poll(() => row.getByRole('cell').allTextContents()).toEqual(['cpu:2', 'cpu:3']);
    await page.getByRole('combobox', { name: 'Objective' }).selectOption('pooled');
    await page.getByRole('combobox', { name: 'Pooling over devices' }).selectOption('averaged');
    await page.getByText('the approximation of the paper').waitFor();
    await page.getByRole('combobox', { name: 'Prior', exact: true }).selectOption('student-t');
    await page.getByText(/^More settings/).click();
    await page.getByRole('checkbox', { name: 'Local reparameterisation' }).check();
    await page.getByText('Local reparameterisation draws no weights').first().waitFor();
    await page.screenshot({ path: 'test/screenshots/form-all-light.png' });
    await page.getByRole('combobox', { name: 'Method' }).selectOption('mc-dropout');
    await expect.poll(() => page.getByRole('textbox', { name: 'Dropout' }).inputValue()).toBe('0.1');
    await page.getByRole('combobox', { name: 'KL divergence', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start run' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('starts a run for each of many seeds, and shows them in the queue', async () => {
    const { page, complaints } = await rig.open('#/new');
    await page.getByText('Many runs at once').click();
    await page.getByRole('textbox', { name: 'Values of Seed' }).fill('0, 1, x');
    await page.getByText('Seed: Write a whole number.').waitFor();
    await page.getByRole('textbox', { name: 'Values of Seed' }).fill('0, 1, 2');
    await page.getByRole('button', { name: 'Start 3 runs' }).click();
    await page.getByRole('row', { name: /Digits demo, seed 2/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('refuses a device that this machine has not, which only the core can know', async () => {
    const { page } = await rig.open('#/new');
    const file = JSON.stringify({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:9'] },
    });
    await page
      .getByLabel('Experiment file')
      .setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await page.getByText('cpu:9 is not on this machine; it has cpu:0 to cpu:3.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Start run' }).isDisabled()).toBe(true);
    await page.close();
  });

  it('fetches a data set with progress, and can cancel it', async () => {
    const { page, core } = await rig.open('#/new');
    await page.getByRole('button', { name: 'Other data' }).click();
    const fetchButton = page.getByRole('button', { name: 'Fetch Fashion-MNIST (31 MB)' });
    await fetchButton.click();
    await page.getByRole('button', { name: 'Cancel fetching Fashion-MNIST' }).click();
    await page.getByText('Fetching was cancelled.').waitFor();
    await fetchButton.click();
    // Then the core has begun.
    await page.getByRole('button', { name: 'Cancel fetching Fashion-MNIST' }).waitFor();
    core.progressFetch(12);
    await page.getByText('12 MB of 31 MB').waitFor();
    core.progressFetch(31);
    await page.getByText('12 MB of 31 MB').waitFor({ state: 'detached' });
    await fetchButton.waitFor({ state: 'detached' });
    await page.close();
  });

  it('tells before the start what the run takes, and what needs less memory where there is too little', async () => {
    const { page, core, complaints } = await rig.open('#/new');
    const takes = page.getByRole('region', { name: 'What it takes' });
    await takes.getByText('about 60 MB on each of 2 CPU slots, 120 MB in all; 20.1 GB free').waitFor();
    await takes.getByText('about 25 s, from 3 similar runs').waitFor();
    const [slots] = fakeEstimate.memory;
    if (!slots) throw new Error('There are slots.');
    core.estimate = { ...fakeEstimate, memory: [{ ...slots, freeBytes: 100e6 }] };
    await page.getByRole('textbox', { name: 'Items per step' }).fill('65');
    await takes.getByText('This needs more memory than is free on cpu:0, cpu:1.').waitFor();
    await takes.getByRole('button', { name: 'Take 2 at once' }).click();
    await page.getByText(/^More settings/).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Samples at once' }).inputValue()).toBe('2');
    await page
      .getByText('Changed from “Digits demo”: Items per step: 64 → 65; Samples at once: not set → 2.')
      .waitFor();
    await page
      .getByRole('button', { name: 'Name it “Digits demo, items per step 65, samples at once 2”' })
      .click();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
      'Digits demo, items per step 65, samples at once 2',
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('goes from what is wrong to its field, wherever that is folded away', async () => {
    const { page } = await rig.open('#/new');
    await page.getByText(/^More settings/).click();
    await page.getByRole('textbox', { name: 'Samples at once' }).fill('none');
    await page.getByText(/^More settings/).click();
    await page.getByRole('button', { name: 'Samples at once:' }).click();
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('[data-setting]')?.getAttribute('data-setting'));
    await expect.poll(focused).toBe('training.samplesPerPass');
    await page.close();
  });

  it('shows the experiment as a file that changes the form, and the other way round', async () => {
    const { page, complaints } = await rig.open('#/new');
    await page.getByRole('tab', { name: 'File' }).click();
    const text = page.getByRole('textbox', { name: 'Experiment as YAML' });
    const written = await text.inputValue();
    expect(written).toContain('epochs: 30');
    await text.fill(written.replace('epochs: 30', 'epochs: [900'));
    const check = page.getByRole('status', { name: 'Check of the file' });
    await check.getByText('the form keeps its last good state').waitFor();
    expect(await page.getByRole('button', { name: 'Start run' }).isDisabled()).toBe(true);
    await text.fill(written.replace('epochs: 30', 'epochs: 0'));
    await check.getByRole('button', { name: /^Line \d+$/ }).click();
    const line = 1 + written.split('\n').findIndex((one) => one.trim() === 'epochs: 30');
    await check.getByText(`Line ${line}`).waitFor();
    await text.fill(written.replace('epochs: 30', 'epochs: 900 # for long'));
    await page.getByRole('tab', { name: 'File' }).focus();
    await page.keyboard.press('ArrowLeft');
    const epochs = page.getByRole('textbox', { name: 'Epochs', exact: true });
    expect(await epochs.inputValue()).toBe('900');
    await epochs.fill('7');
    await page.getByRole('tab', { name: 'File' }).click();
    await expect.poll(() => text.inputValue()).toContain('epochs: 7 # for long');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('draws the layers of a network of one’s own, where a distribution is given and taken too', async () => {
    const { page, complaints } = await rig.open('#/new');
    await page.getByRole('combobox', { name: 'Kind of network' }).selectOption('onnx');
    await page.getByRole('textbox', { name: 'Network’s file' }).fill('/net.onnx');
    await page.getByRole('button', { name: 'Show the network’s layers' }).click();
    const graph = page.getByRole('group', { name: 'Graph of the network' });
    const stem = graph.getByRole('button', { name: 'stem' });
    expect(await stem.getAttribute('aria-pressed')).toBe('true');
    await stem.focus();
    await page.keyboard.press('Enter');
    expect(await stem.getAttribute('aria-pressed')).toBe('false');
    expect(await page.getByRole('checkbox', { name: 'stem' }).isChecked()).toBe(false);
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => graph.getByRole('button', { name: 'fc' }).evaluate((box) => box === document.activeElement))
      .toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('lays the chosen runs over each other and names the settings in which they differ', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs', core);
    await page.getByRole('checkbox', { name: 'Compare Digits demo' }).check();
    await page.getByRole('checkbox', { name: 'Compare Digits, 16 samples' }).check();
    await page.getByRole('button', { name: 'Compare chosen runs' }).click();
    await page
      .getByRole('img', {
        name: /^Training loss.*(Digits demo: last .*Digits, 16 samples: last|Digits, 16 samples: last .*Digits demo: last)/,
      })
      .waitFor();
    const row = page.getByRole('row', { name: /^Weight samples per step/ });
    expect((await row.getByRole('cell').allInnerTexts()).sort()).toEqual(['16', '8']);
    await page.close();
  });

  it('finds runs by query, and points at the character where it cannot be read', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs', core);
    const filter = page.getByRole('textbox', { name: 'Filter' });
    const found = page.getByRole('status', { name: 'Found runs' });
    await filter.fill('status = failed');
    await page.getByRole('row', { name: /Digits demo/ }).waitFor({ state: 'detached' });
    await expect.poll(() => found.textContent()).toContain('1 of 4 runs');
    await filter.fill('samples = 8 and (');
    await page.getByText(/^At character 18: /).waitFor();
    await expect.poll(() => filter.getAttribute('aria-invalid')).toBe('true');
    await filter.fill('sample = 8');
    await page.getByText('No run has a column named sample.').waitFor();
    await filter.fill('');
    await page.getByRole('row', { name: /Digits demo/ }).waitFor();
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('status');
    await page.getByRole('rowheader', { name: 'status failed · 1 run' }).waitFor();
    await page.close();
  });

  it('deletes runs, and brings them back', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs', core);
    await page.getByRole('checkbox', { name: 'Compare Digits demo' }).check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('“Digits demo” deleted.').waitFor();
    await page.getByRole('row', { name: /Digits demo/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: /Digits demo/ }).waitFor();
    await page.close();
  });

  it('shows names, tags and notes with markup in them as the text they are', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs/first', core);
    const markup = '<img src=x onerror="alert(1)">';
    await page.getByRole('textbox', { name: 'Name' }).fill(markup);
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: markup }).waitFor();
    await page.getByRole('textbox', { name: 'Tags' }).fill('<b>bold</b>');
    await page.getByRole('textbox', { name: 'Tags' }).press('Enter');
    await page.getByRole('button', { name: 'Take the tag <b>bold</b> away' }).waitFor();
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('rowheader', { name: markup }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('goes anywhere from the command palette, by keyboard', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/', core);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('too large');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Too large for this machine' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('run log');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    await page.close();
  });

  it('zooms all charts together, and shows the numbers behind one', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/compare/first,second', core);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'Chart Training loss' }).click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).click();
    await page.getByRole('region', { name: /^Table of Training loss/ }).waitFor();
    await page.getByRole('button', { name: 'Chart Training loss' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as SVG' }).click();
    expect((await saving).suggestedFilename()).toBe('training-loss.svg');
    await page.close();
  });

  it('moves the crosshair of all charts by the arrow keys, and says the values that stand there', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs/first', core);
    const crosshair = page.getByRole('slider', { name: 'Crosshair of Loss (negative ELBO)' });
    const told = async (text: RegExp) =>
      vi.waitFor(async () => expect(await crosshair.getAttribute('aria-valuetext')).toMatch(text));
    await crosshair.focus();
    await told(/^Step 629: Training \d\.\d+ nats per item$/);
    await crosshair.press('ArrowLeft');
    await told(/^Step 628: /);
    await crosshair.press('Home');
    await told(/^Step 0: /);
    await crosshair.press('ArrowRight');
    await told(/^Step 1: /);
    // The keys beneath every chart show the same place.
    expect(await page.getByText('Step 1:', { exact: true }).count()).toBeGreaterThan(2);
    await crosshair.blur();
    await page.getByText('Step 1:', { exact: true }).first().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('opens where it was left, unless the address names a place', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const first = await rig.open('#/', core);
    await first.page.getByRole('link', { name: 'Studies' }).click();
    await first.page.getByRole('heading', { level: 1, name: 'Studies' }).waitFor();
    await first.page.close();
    const second = await rig.open('', core);
    await second.page.getByRole('heading', { level: 1, name: 'Studies' }).waitFor();
    await second.page.close();
    const third = await rig.open('#/devices', core);
    await third.page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    await third.page.close();
  });

  it('pauses a run from the queue and lets it go on', async () => {
    const { page, core } = await rig.open('#/');
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    core.advance('run-1', 100);
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByRole('button', { name: 'Pause Digits demo' }).click();
    await page.getByRole('button', { name: 'Continue Digits demo' }).click();
    await page.getByRole('button', { name: 'Pause Digits demo' }).waitFor();
    await page.close();
  });

  it('says when the connection is lost, and comes back by itself with what was missed', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, server } = await rig.open('#/runs', core);
    server.disconnectAll();
    await page.getByText('Connection lost; trying again.').waitFor();
    server.takeLines();
    await page.getByText('Connection lost; trying again.').waitFor({ state: 'detached' });
    core.advance('third', 630);
    await page.getByRole('row', { name: /Too large for this machine Finished/ }).waitFor();
    await core.call('start', [{ ...digitsInput, name: 'After the break' }]);
    await page.getByRole('row', { name: /After the break/ }).waitFor();
    await page.close();
  });

  it('warns where the engine is the slow one', async () => {
    const core = new FakeCore();
    core.useSlowEngine();
    const { page } = await rig.open('#/devices', core);
    await page
      .getByText('TensorFlow is not installed, so training is slow; npm run runtime installs it.')
      .waitFor();
    await page.close();
  });

  it('is used by keyboard alone: from the first key to the running demo', async () => {
    const { page } = await rig.open('#/');
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
      if (focused === 'Start the digits demo') break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await page.close();
  });
});
