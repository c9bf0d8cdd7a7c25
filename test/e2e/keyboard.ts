import type { Page } from 'playwright-core';

/** What the key Tab found wrong on a page. */
export interface KeyboardWalk {
  /** Controls in sight of the mouse that Tab never came to. */
  readonly unreached: readonly string[];
  /** Controls that had the focus while nothing showed it. */
  readonly unmarked: readonly string[];
}

/** Goes through the whole page with the key Tab, as someone without a mouse does, until it begins again. */
export async function walkByKeyboard(page: Page): Promise<KeyboardWalk> {
  const controls = await page.evaluate(numberControls);
  const reached = new Set<string>();
  const unmarked = new Set<string>();
  // Twice as often as there are controls: some pages have places that are scrolled by keys, too.
  for (let press = 0; press < 2 * controls.length + 20 && reached.size < controls.length; press += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focusedControl);
    if (focus === null) continue;
    reached.add(focus.number);
    if (!focus.isMarked) unmarked.add(focus.name);
  }
  const unreached = controls.filter((_, number) => !reached.has(String(number)));
  return { unreached, unmarked: [...unmarked] };
}

/**
 * Numbers what the mouse could use, and names it. Of tabs and radio buttons one has the focus, arrows lead on; the
 * browser's own chooser of files is opened by a button beside it.
 */
function numberControls(): readonly string[] {
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  const inGroup =
    '[role="tab"][aria-selected="false"], input[type="radio"], input[type="file"][tabindex="-1"]';
  const controls = [...document.querySelectorAll<HTMLElement | SVGElement>(usable)].filter(
    (one) =>
      !one.matches(`:disabled, ${inGroup}`) &&
      one.checkVisibility({ visibilityProperty: true }) &&
      one.closest('[inert]') === null,
  );
  for (const old of document.querySelectorAll('[data-walked]')) old.removeAttribute('data-walked');
  return controls.map((control, number) => {
    control.dataset.walked = String(number);
    const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
    return `${control.tagName} ${name.trim().slice(0, 60)}`;
  });
}

function focusedControl(): { number: string; name: string; isMarked: boolean } | null {
  const focused = document.activeElement;
  const isControl = focused instanceof HTMLElement || focused instanceof SVGElement;
  const number = isControl ? focused.dataset.walked : undefined;
  if (!focused || number === undefined) return null;
  const outlined = (one: Element | null) => one !== null && getComputedStyle(one).outlineStyle !== 'none';
  const { boxShadow, stroke } = getComputedStyle(focused);
  const isMarked =
    outlined(focused) ||
    outlined(focused.nextElementSibling) ||
    boxShadow !== 'none' ||
    (focused instanceof SVGElement && stroke !== 'none');
  const name = focused.getAttribute('aria-label') ?? focused.textContent ?? '';
  return { number, name: `${focused.tagName} ${name.trim().slice(0, 60)}`, isMarked };
}
