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
});
