/** What a click can set off. */
const controls = 'button, a[href], input, select, textarea, label, summary, [role=option], [role=menuitem]';

/**
 * Drops the second and any further click of a double click where it meets another control than the first: whoever clicks twice means
 * one thing, and what has come under the pointer meanwhile (a pause that has become a continuation, the next row's button) is none they
 * saw. What counts as a double click is the system's to say. Enter that is held down presses a button once, and sends a form once, too.
 */
export function dropStraySecondClicks(page: Window): void {
  const guard = new ClickGuard();
  page.addEventListener('mousedown', (event) => guard.press(event), { capture: true });
  page.addEventListener('click', (event) => guard.click(event), { capture: true });
  page.addEventListener('keydown', dropHeldEnter, { capture: true });
}

class ClickGuard {
  #first: Control | undefined;

  // What lies elsewhere would else be marked by the second press, as double clicks mark words.
  press(event: MouseEvent): void {
    if (event.detail <= 1) this.#first = controlAt(event);
    else if (this.#first && this.#isAnother(event)) event.preventDefault();
  }

  click(event: MouseEvent): void {
    // A click by key or by program has no number.
    if (event.detail <= 1 || !this.#isAnother(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #isAnother(event: MouseEvent): boolean {
    const now = controlAt(event);
    return now?.element !== this.#first?.element || now?.name !== this.#first?.name;
  }
}

interface Control {
  readonly element: Element;
  /** One button may come to do something else: then it is called otherwise. */
  readonly name: string;
}

function controlAt({ target }: Event): Control | undefined {
  const element = target instanceof Element ? target.closest(controls) : null;
  if (!element) return undefined;
  const own = element instanceof HTMLLabelElement ? (element.control ?? element) : element;
  return { element: own, name: own.getAttribute('aria-label') ?? own.textContent?.trim() ?? '' };
}

function dropHeldEnter(event: KeyboardEvent): void {
  const { target } = event;
  const isPressed = target instanceof HTMLButtonElement || target instanceof HTMLInputElement;
  if (event.repeat && event.key === 'Enter' && isPressed) event.preventDefault();
}
