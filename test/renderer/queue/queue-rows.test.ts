import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from '../fake-core';
import { chromiumPath, PageRig } from '../page';

describe.skipIf(!chromiumPath)('the rows of the queue', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('stay within their card where a run has a name of one long word and waits long', async () => {
    const core = new FakeCore();
    const id = 'w'.repeat(106);
    core.addFinishedRun(id, [], {});
    core.setStatus(id, 'queued');
    const { page } = await rig.open('#/queue', core, { width: 1024, height: 700 });
    const left = page.getByRole('row').filter({ hasText: 'www' }).getByRole('cell').nth(2);
    await left.evaluate((cell) => {
      cell.textContent = 'starts in about 29\u00a0min 29\u00a0s, about 4\u00a0h 58\u00a0min';
    });
    const spare = await page.getByRole('table').evaluate((table) => {
      const card = table.closest('.card')?.getBoundingClientRect().right ?? 0;
      return card - table.getBoundingClientRect().right;
    });
    expect(spare).toBeGreaterThanOrEqual(0);
    await page.close();
  });

  async function openQueue() {
    const core = new FakeCore();
    for (const id of ['one', 'two', 'three']) core.addFinishedRun(id, [], {});
    core.setStatus('one', 'paused');
    core.setStatus('two', 'running');
    core.setStatus('three', 'queued');
    const { page } = await rig.open('#/queue', core);
    const place = async (name: string) => {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox();
      return { left: box?.x ?? Number.NaN, right: (box?.x ?? Number.NaN) + (box?.width ?? Number.NaN) };
    };
    await page.getByRole('button', { name: 'Stop Run three' }).waitFor();
    return { core, page, place };
  }

  it('are counted by what they do: one that is paused does not run', async () => {
    const { page } = await openQueue();
    await page.getByText('1 running, 1 paused, 1 waiting').waitFor();
    await page.close();
  });

  it('have what stops a run in one place, where none of the moves was when the run begins', async () => {
    const { core, page, place } = await openQueue();
    const stops = await Promise.all(['one', 'two', 'three'].map((id) => place(`Stop Run ${id}`)));
    expect(new Set(stops.map(({ right }) => right)).size).toBe(1);
    const move = await place('Move Run three to the end');
    core.setStatus('three', 'running');
    await page.getByRole('button', { name: 'Pause Run three' }).waitFor();
    expect((await place('Stop Run three')).left).toBeGreaterThan(move.right);
    await page.close();
  });
});
