import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Curve } from '../../../../src-shared/data/series';
import { FakeCore } from '../../fake-core';
import { chromiumPath, PageRig } from '../../page';

/** A curve as the core gives it: a pause between its second and third point left out, a value that is no number. */
const answer: Omit<Curve, 'runId'> = {
  x: [0, 1, 1.3],
  y: [40, Number.NaN, 60],
  smoothed: [40, 40, 50],
  ...{ total: 3, shown: 3, nonPositive: 0, notFinite: 1, lastId: 3, rewinds: 0 },
};

describe.skipIf(!chromiumPath)('the charts of a run’s workers', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('are drawn as the core places, smooths and counts, like all curves, and no raw point is read', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const asked = new Set<string>();
    const call = core.call.bind(core);
    core.call = async (name, args) => {
      asked.add(name);
      const isSteps =
        name === 'series' && args[1] === 'worker.0.stepMs' && !JSON.stringify(args[2]).includes('means');
      return isSteps ? { ok: true, value: [{ runId: 'first', ...answer }] } : call(name, args);
    };
    const { page, complaints } = await rig.open('#/runs/first/workers', core);
    await page.getByRole('button', { name: 'Chart Step time', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).click();
    const table = page.getByRole('region', { name: 'Table of Step time', exact: true });
    const rows = table.getByRole('row').filter({ hasText: 'cpu:0' });
    await expect.poll(() => rows.allInnerTexts()).toEqual(['cpu:0\t0\t40', 'cpu:0\t1\t40', 'cpu:0\t1.3\t50']);
    await page.getByText('1 point not drawn: not a number, or infinite.').waitFor();
    await page.close();
    expect([...asked]).not.toContain('metrics');
    expect(complaints).toEqual([]);
  });
});
