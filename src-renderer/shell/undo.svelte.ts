import { sentenceOf } from '../../src-shared/errors';
import { undoWindowMs } from '../../src-shared/runs/annotations';

interface Offer {
  readonly text: string;
  readonly undo: () => Promise<unknown>;
}

/** What was just destroyed and can still be brought back. */
export class Undo {
  #offer: Offer | undefined = $state.raw();
  #trouble: string = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  get offer(): Offer | undefined {
    return this.#offer;
  }

  /** Why it could not be brought back; empty where it was. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Offers to undo something for as long as the core can. */
  say(text: string, undo: Offer['undo']): void {
    clearTimeout(this.#timer);
    this.#trouble = '';
    this.#offer = { text, undo };
    this.#timer = setTimeout(() => this.dismiss(), undoWindowMs);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.#offer = undefined;
    this.#trouble = '';
  }

  async undo(): Promise<void> {
    const offer = this.#offer;
    if (!offer) return;
    try {
      await offer.undo();
      this.dismiss();
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Bringing it back');
    }
  }
}
