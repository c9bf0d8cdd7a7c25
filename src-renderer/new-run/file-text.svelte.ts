import { experimentSchema } from '../../src-shared/experiment/experiment';
import { checkExperiment } from '../../src-shared/experiment/problems';
import type { Settings } from '../../src-shared/experiment/setting-paths';
import {
  experimentText,
  type LineProblem,
  type ReadText,
  readExperimentText,
  withChanges,
} from '../settings/experiment-text';
import type { Draft } from './draft.svelte';

/** The drafted experiment as a text that can be changed: what is right of it goes into the form at once. */
export class FileText {
  readonly #draft: Draft;
  #text: string = $state('');
  #trouble: readonly LineProblem[] = $state.raw([]);
  /** The draft when text and form were the same. */
  #agreed: Settings | undefined;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  get text(): string {
    return this.#text;
  }

  /** Everything wrong with it: with the text, or else with the experiment that it holds. */
  get problems(): readonly LineProblem[] {
    if (this.#trouble.length > 0) return this.#trouble;
    const read = readExperimentText(this.#text);
    if (!read.ok) return read.problems;
    return this.#draft.problems.map(({ path, message }) => inLine(read, path, message));
  }

  /** Whether the form holds something else, since this cannot be read as an experiment. */
  get isBehind(): boolean {
    return this.#trouble.length > 0;
  }

  /** The text is looked at: what the form has changed meanwhile goes into it. */
  open(): void {
    const { settings } = this.#draft;
    if (!this.#agreed) this.#text = experimentText(settings);
    else this.#text = withChanges(this.#text, this.#agreed, settings);
    this.#read();
  }

  /** It is looked at no longer: what the form holds is what counts. */
  close(): void {
    this.#draft.isHeld = false;
  }

  type(text: string): void {
    this.#text = text;
    this.#read();
  }

  #read(): void {
    this.#trouble = this.#take();
    this.#draft.isHeld = this.#trouble.length > 0;
    this.#agreed = this.#draft.settings;
  }

  /** Puts the text's experiment into the form, or says why there is none. */
  #take(): readonly LineProblem[] {
    const read = readExperimentText(this.#text);
    if (!read.ok) return read.problems;
    const parsed = experimentSchema.safeParse(read.settings);
    if (parsed.success) {
      this.#draft.take(parsed.data);
      return [];
    }
    const checked = checkExperiment(read.settings);
    const problems = checked.ok ? [] : checked.problems;
    return problems.map(({ path, message }) => inLine(read, path, message));
  }
}

function inLine(read: Extract<ReadText, { ok: true }>, path: string, message: string): LineProblem {
  return { line: read.lineOf(path), message: path === '' ? message : `${path}: ${message}` };
}
