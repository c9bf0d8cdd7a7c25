import type { BrowserWindow, Tray } from 'electron';
import type { GoingWork } from '../api/going-work';
import { askWhatBecomesOf, askWhetherToHurry } from './closing-questions';
import { showTray } from './tray';
import { type LifeEvent, nextWindowLife, type WindowLife } from './window-life';

/** Carries the window through its life: asks before work would be lost, hides, comes back, and ends with the work. */
export class WindowKeeper {
  #life: WindowLife = 'open';
  #tray: Tray | undefined;
  readonly #window: BrowserWindow;
  readonly #work: GoingWork;

  constructor(window: BrowserWindow, work: GoingWork) {
    this.#window = window;
    this.#work = work;

    window.on('close', (event) => {
      event.preventDefault();
      this.#take('close asked');
    });
    work.onChange(() => void this.#endWithWork());
  }

  /** Brings the window to the front, wherever it was. */
  reopen(): void {
    this.#take('reopened');
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  #take(event: LifeEvent): void {
    const before = this.#life;
    this.#life = nextWindowLife(before, event);
    if (this.#life !== before) this.#enter(this.#life, before);
  }

  #enter(life: WindowLife, before: WindowLife): void {
    if (life !== 'hidden') this.#removeTray();
    if (life === 'asking') void this.#ask();
    if (life === 'asking again') void askWhetherToHurry(this.#window).then((answer) => this.#take(answer));
    if (life === 'hidden') this.#hide();
    if (life === 'stopping' && before !== 'asking again')
      // Where not all can be asked, closing once more offers to quit at once.
      void this.#work.stop().then(
        () => this.#endWithWork(),
        () => this.#endWithWork(),
      );
    // The page has no say in it any more.
    if (life === 'over') this.#window.destroy();
  }

  async #ask(): Promise<void> {
    const names = await this.#work.names();
    this.#take(names.length === 0 ? 'quit at once' : await askWhatBecomesOf(names, this.#window));
  }

  #hide(): void {
    this.#window.hide();
    this.#tray = showTray({
      open: () => this.reopen(),
      stop: () => this.#take('stop with a checkpoint'),
    });
    void this.#endWithWork();
  }

  async #endWithWork(): Promise<void> {
    const waits = this.#life === 'hidden' || this.#life === 'stopping' || this.#life === 'asking again';
    if (waits && (await this.#work.names()).length === 0) this.#take('work done');
  }

  #removeTray(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
  }
}
