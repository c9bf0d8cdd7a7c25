import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endless, runStatus, startFromForm, textOf, waitForStatus, waitForStepAfter } from '../run-page';
import { openStage, type Stage } from '../stage';

/** Two windows on one server: what one does the other shows without a reload, and what both do at once is done once. */
describe('two windows on one server', () => {
  let stage: Stage;
  let one: Page;
  let other: Page;

  beforeAll(async () => {
    stage = await openStage();
    one = stage.page;
    other = await one.context().newPage();
  });
  afterAll(() => stage.close());

  const both = (find: (page: Page) => Locator) => [find(one), find(other)] as const;
  const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true });
  const clickBoth = async (name: string) => {
    const pressed = both(button(name));
    for (const one of pressed) await one.waitFor();
    // Neither window has heard of the other's click.
    await Promise.all(pressed.map((one) => one.evaluate((element: HTMLElement) => element.click())));
  };
  const bothShow = async (find: (page: Page) => Locator, text: RegExp) => {
    for (const shown of both(find)) await expect.poll(() => textOf(shown)).toMatch(text);
  };

  it('show the same run', async () => {
    await startFromForm(one, { Name: 'Shared', ...endless });
    await waitForStepAfter(one, 0);
    await other.goto(one.url());
    await runStatus(other).waitFor();
  });

  it('pause, continue and stop at once', async () => {
    await clickBoth('Pause');
    await bothShow(runStatus, /Paused/);
    await clickBoth('Continue run');
    await bothShow(runStatus, /Running/);
    await clickBoth('Stop run');
    await waitForStatus(one, 'Stopped');
    await bothShow(runStatus, /^Stopped$/);
  });

  it('continue a stopped run at once: it goes on once', async () => {
    await clickBoth('Continue run');
    await bothShow(runStatus, /Running/);
    await one.goto(one.url().replace(/#.*/, '#/queue'));
    await expect.poll(() => one.getByRole('row', { name: /^Shared/ }).count()).toBe(1);
    await one.goBack();
    await button('Stop run')(other).click();
    await bothShow(runStatus, /^Stopped$/);
  });

  it('keep what is typed in one while the other writes notes, and then both', async () => {
    const [notes, others] = both((page) => page.getByRole('textbox', { name: 'Notes' }));
    await notes.fill('Half a thought');
    await others.fill('The other’s word.');
    await others.blur();
    await other.getByText('Notes kept.').waitFor();
    await expect.poll(() => notes.inputValue()).toBe('Half a thought');
    await notes.blur();
    await one.getByText('Notes kept, below what another window wrote meanwhile.').waitFor();
    for (const shown of [notes, others])
      await expect.poll(() => shown.inputValue()).toBe('The other’s word.\n\nHalf a thought');
  });

  it('add tags and a name at once, and see each other’s', async () => {
    const tags = both((page) => page.getByRole('textbox', { name: 'Tags' }));
    await tags[0].fill('first');
    await tags[1].fill('second');
    await Promise.all(tags.map((tag) => tag.press('Enter')));
    for (const page of [one, other])
      for (const tag of ['first', 'second'])
        await page.getByRole('button', { name: `Take the tag ${tag} away` }).waitFor();
    await one.getByRole('textbox', { name: 'Name', exact: true }).fill('Renamed');
    await one.getByRole('textbox', { name: 'Name', exact: true }).blur();
    await other.getByRole('heading', { name: 'Renamed' }).first().waitFor();
  });

  it('delete a run at once: the slower one is told that it is gone, and the undo brings it back in both', async () => {
    const address = one.url();
    const isLeft = (page: Page) => page.url() !== address;
    await clickBoth('Delete');
    await expect.poll(() => [one, other].filter(isLeft).length).toBe(1);
    const [faster, slower] = isLeft(one) ? [one, other] : [other, one];
    await slower.getByRole('heading', { name: 'This run was deleted' }).waitFor();
    await faster.getByRole('button', { name: 'Undo' }).first().click();
    await slower.getByRole('heading', { name: 'Renamed' }).first().waitFor();
    await faster.getByRole('link', { name: 'Renamed' }).first().waitFor();
  });

  it('have left no errors in the page’s console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});
