import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { noSuchServer } from '../fake-servers';
import { chromiumPath, type OpenPage, PageRig } from '../page';

const screenshots = join(import.meta.dirname, '..', '..', 'screenshots');

describe.skipIf(!chromiumPath)('servers in the window', () => {
  let rig: PageRig;
  let open: OpenPage;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterEach(async () => {
    await open.page.close();
    expect(open.complaints).toEqual([]);
  });
  afterAll(() => rig?.stop());

  const desktop = () => Object.assign(new FakeCore(), { shell: 'electron' as const });

  it('are connected to by the name that ssh takes, and told of as they are lost and back', async () => {
    open = await rig.open('#/servers', desktop());
    const { page, core } = open;
    const host = page.getByRole('textbox', { name: 'Server, as ssh takes it' });
    const connect = page.getByRole('button', { name: 'Connect', exact: true });
    expect(await connect.isDisabled()).toBe(true);
    await host.fill('gpu1');
    await connect.click();
    const state = page.getByRole('status', { name: 'State of gpu1' });
    await state.getByText('Open in its window').waitFor();
    expect(await host.inputValue()).toBe('');
    core.servers.set({ host: 'gpu1', state: 'lost', text: 'The connection to gpu1 broke off.' });
    await state.getByText('Connection lost, trying again').waitFor();
    await page.getByText('The connection to gpu1 broke off.').waitFor();
    core.servers.set({ host: 'gpu1', state: 'open' });
    await state.getByText('Open in its window').waitFor();
  });

  it('are disconnected, connected to again by one press, and forgotten', async () => {
    const core = desktop();
    core.servers.set({ host: 'gpu1', state: 'open' });
    open = await rig.open('#/servers', core);
    const { page } = open;
    await page.getByRole('button', { name: 'Disconnect gpu1' }).click();
    await page.getByRole('button', { name: 'Connect to gpu1' }).click();
    await page.getByRole('button', { name: 'Show gpu1' }).waitFor();
    await page.getByRole('button', { name: 'Disconnect gpu1' }).click();
    await page.getByRole('button', { name: 'Forget gpu1' }).click();
    await page.getByRole('region', { name: 'Known servers' }).waitFor({ state: 'detached' });
  });

  it('that refuse leave the name typed, and say why beside it', async () => {
    open = await rig.open('#/servers', desktop());
    const { page } = open;
    await page.getByRole('textbox', { name: 'Server, as ssh takes it' }).fill('nowhere');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    expect(await page.getByRole('alert').innerText()).toContain(noSuchServer);
    expect(await page.getByRole('textbox', { name: 'Server, as ssh takes it' }).inputValue()).toBe('nowhere');
  });

  it.each([1024, 1440, 3840])('fit with all that is said of them into a window %i wide', async (width) => {
    const core = desktop();
    const remark =
      'gpu2 runs Parasample 0.0.9 and this machine 0.1.0: you see the window of 0.0.9. To have the same at both ends, install 0.1.0 there.';
    core.servers.set({
      host: `${'long-'.repeat(40)}name`,
      state: 'closed',
      text: 'The window did not open.',
    });
    core.servers.set({ host: 'gpu3', state: 'connecting' });
    core.servers.set({ host: 'gpu1', state: 'lost', text: 'The connection to gpu1 broke off.' });
    core.servers.set({ host: 'gpu2', state: 'open', text: remark });
    open = await rig.open('#/servers', core);
    const { page } = open;
    await page.setViewportSize({ width, height: width === 3840 ? 2160 : 700 });
    await page.getByText(remark).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(screenshots, `servers-${width}-${colorScheme}.png`) });
    }
    const outside = await page.evaluate(
      () =>
        [...document.querySelectorAll('main *')].filter(
          (one) => one.getBoundingClientRect().right > innerWidth,
        ).length,
    );
    expect(outside).toBe(0);
  });

  it('are connected to from the palette, those of before by name', async () => {
    const core = desktop();
    core.servers.set({ host: 'gpu1', state: 'closed' });
    open = await rig.open('#/', core);
    const { page } = open;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Connect to gpu1');
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'State of gpu1' }).getByText('Open in its window').waitFor();
  });

  it('are a matter of the terminal for a browser, which is told how', async () => {
    open = await rig.open('#/servers');
    await open.page.getByText('parasample connect HOST').waitFor();
    expect(await open.page.getByRole('textbox').count()).toBe(0);
  });
});
