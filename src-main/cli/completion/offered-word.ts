import type { CommandSurroundings } from '../command';

/** A word that may stand somewhere on a command line, and what it is, in a few words. */
export interface OfferedWord {
  readonly word: string;
  readonly about?: string;
}

/** What a command line is asked about: the words before, the one begun, and where it runs. */
export interface WordQuestion {
  /** From the command on, the one begun not among them. */
  readonly before: readonly string[];
  readonly begun: string;
  readonly surroundings: CommandSurroundings;
}

/** What may stand at a place: words of its own, or files that the shell itself completes. */
export interface PlaceOffers {
  readonly words?: (question: WordQuestion) => Promise<readonly OfferedWord[]> | readonly OfferedWord[];
  readonly files?: 'files' | 'folders';
}

/** What a shell may offer for the last word of a command line. */
export interface Offers {
  readonly words: readonly OfferedWord[];
  readonly files?: 'files' | 'folders';
}
