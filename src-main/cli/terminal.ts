import { asCalledHere } from '../command-here';
import { finiteJson } from '../finite-json';

/** Where text goes; standard output and standard error, or a test's lists. */
export interface TextStream {
  write(text: string): void;
  readonly isTTY?: boolean;
}

/** What commands print: results to standard output, all else to standard error. */
export class Terminal {
  #hasStatus = false;
  readonly #out: TextStream;
  readonly #err: TextStream;

  /** @param called how the command line is called here; hints say it */
  constructor(
    out: TextStream,
    err: TextStream,
    readonly called = 'parasample',
  ) {
    this.#out = out;
    this.#err = err;
  }

  /** A line of the result. */
  line(text: string): void {
    this.#writeLine(harmless(asCalledHere(text, this.called)));
  }

  /** One value as one line of JSON. */
  json(value: unknown): void {
    this.#writeLine(finiteJson(value));
  }

  /** A word to the person, such as an error, that is no part of the result. */
  note(text: string): void {
    this.#clearStatus();
    this.#err.write(`${harmless(asCalledHere(text, this.called))}\n`);
  }

  /** What is going on now: replaced by the next one, and shown only where a person looks. */
  status(text: string): void {
    if (!this.#err.isTTY) return;
    this.#clearStatus();
    this.#err.write(harmless(text));
    this.#hasStatus = true;
  }

  #writeLine(text: string): void {
    this.#clearStatus();
    this.#out.write(`${text}\n`);
  }

  #clearStatus(): void {
    // Back to the line's start, and erase to its end (ECMA-48).
    if (this.#hasStatus) this.#err.write('\r\u001b[K');
    this.#hasStatus = false;
  }
}

/** All control characters but the line's end and the tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What a name, a cell or a log of another's making holds must not move the cursor or rename the window. */
function harmless(text: string): string {
  return text.replace(control, '\ufffd');
}
