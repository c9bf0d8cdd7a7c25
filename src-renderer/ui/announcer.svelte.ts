import { inPlainWords } from './sentence-parts';

/** What a screen reader is told when something changes that the eye would notice by itself. */
export class Announcer {
  #text: string = $state('');

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    this.#text = inPlainWords(text);
  }
}
