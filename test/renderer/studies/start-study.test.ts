import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { chromiumPath, PageRig } from '../page';

describe.skipIf(!chromiumPath)('a study that is started', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('says so while its data are read, and is not started again by a second press', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const answers = core.heldBack('startStudy');
    const { page } = await rig.open('#/studies', core);
    const start = page.getByRole('button', { name: 'Start study' });
    await start.click();
    const starting = page.getByRole('button', { name: 'Starting…' });
    await starting.waitFor();
    expect(await starting.isDisabled()).toBe(true);
    answers.release();
    await starting.waitFor({ state: 'detached' });
    await page.close();
  });

  it('tells runs of the same name apart where it asks for settings', async () => {
    const core = new FakeCore();
    for (const id of ['run-a', 'run-b']) core.addFinishedRun(id, [], {});
    core.addNamed('twin-1', 'Twin');
    core.addNamed('twin-2', 'Twin');
    const { page } = await rig.open('#/studies', core);
    const offered = await page.getByLabel('Settings of').locator('option').allTextContents();
    expect(offered).toEqual(expect.arrayContaining(['Run Twin (1)', 'Run Twin (2)', 'Run Run run-a']));
    expect(new Set(offered).size).toBe(offered.length);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill('Twin');
    const twins = page.getByRole('listbox').getByRole('option', { name: /Twin/ });
    await expect.poll(() => twins.allTextContents()).toHaveLength(2);
    const [first, second] = await twins.allTextContents();
    expect(first).not.toBe(second);
    await page.close();
  });
});
