import { sentenceOf } from '../../src-shared/errors';
import type { StudyReport, StudySummary } from '../../src-shared/study/study-report';
import type { Link } from '../link/link.svelte';

/** The studies of this machine, and the one that is shown, kept up to date. */
export class StudyWatch {
  readonly #link: Link;
  readonly #studyId: string | undefined;
  #all: readonly StudySummary[] = $state.raw([]);
  #report: StudyReport | undefined = $state.raw();
  #loaded: boolean = $state(false);
  #refusal: string = $state('');
  #unread: string = $state('');

  constructor(link: Link, studyId: string | undefined) {
    this.#link = link;
    this.#studyId = studyId;
  }

  get all(): readonly StudySummary[] {
    return this.#all;
  }

  /** The shown study; undefined until it is read. */
  get report(): StudyReport | undefined {
    return this.#report;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  /**
   * Why the last change was refused, which stays until the next change is asked for, or why the last reading failed;
   * empty where neither is so.
   */
  get trouble(): string {
    return this.#refusal || this.#unread;
  }

  /** Reads and follows. Returns the function that ends it. */
  follow(): () => void {
    const ends = [
      this.#link.onConnected(() => void this.read()),
      this.#link.onEvent((event) => {
        if (event.type === 'study') void this.read();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async read(): Promise<void> {
    try {
      this.#all = await this.#link.api.studies();
      if (this.#studyId !== undefined) this.#report = await this.#link.api.study(this.#studyId);
      this.#unread = '';
    } catch (error) {
      this.#unread = sentenceOf(error, 'Reading the studies');
    }
    this.#loaded = true;
  }

  /** Does something to a study, and shows what came of it. */
  async act(doing: string, action: () => Promise<unknown>): Promise<void> {
    this.#refusal = '';
    try {
      await action();
    } catch (error) {
      this.#refusal = sentenceOf(error, doing);
    }
    await this.read();
  }
}
