import { BadInputError } from '../../src-shared/errors';

/** More of them nobody mends at once. */
const mostNamed = 20;

/** Keeps what is wrong with a file, part by part, so that a person reads of all of it at once and not of one mistake a time. */
export class Mistakes {
  readonly #sentences: string[] = [];

  /** @param remedies sentences that many mistakes end with, and that are said once */
  constructor(
    readonly fileName: string,
    readonly remedies: readonly string[],
  ) {}

  /** What a step makes of a part of the file; undefined where it finds a mistake, which is kept. */
  in<Result>(step: () => Result): Result | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      this.#sentences.push(error.message);
      return undefined;
    }
  }

  /** @throws BadInputError with all that was kept: one as it is, several as a list with each remedy once */
  refuse(): void {
    const [first, ...others] = this.#sentences;
    if (first === undefined) return;
    if (others.length === 0) throw new BadInputError(first);
    const remedies = this.remedies.filter((remedy) => this.#sentences.some((one) => one.includes(remedy)));
    const named = this.#sentences
      .slice(0, mostNamed)
      .map((sentence, place) => `(${place + 1}) ${this.#alone(sentence)}`);
    const more = this.#sentences.length - named.length;
    throw new BadInputError(
      [
        `${this.fileName} has ${this.#sentences.length} columns that cannot be read:`,
        ...named,
        ...(more > 0 ? [`And ${more} more.`] : []),
        ...remedies,
      ].join('\n'),
    );
  }

  /** Without the file's name and the remedies. */
  #alone(sentence: string): string {
    const inFile = [', ', ': ']
      .map((after) => `${this.fileName}${after}`)
      .find((begin) => sentence.startsWith(begin));
    return this.remedies
      .reduce((text, remedy) => text.replace(remedy, ''), sentence.slice(inFile?.length ?? 0))
      .trim();
  }
}
