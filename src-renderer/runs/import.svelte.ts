import { sentenceOf } from '../../src-shared/errors';
import type { Link } from '../core/link.svelte';

/** Brings a run in from a file on the app's machine. */
export class RunImport {
  readonly #link: Link;
  #isBusy: boolean = $state(false);
  #trouble: string = $state('');

  constructor(link: Link) {
    this.#link = link;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why the last file could not be imported; empty where it could. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Imports a file and returns its run's id; undefined, with the reason kept, where that cannot be. */
  async take(file: string): Promise<string | undefined> {
    this.#isBusy = true;
    this.#trouble = '';
    try {
      return (await this.#link.api.importRun(file)).runId;
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Importing the run');
      return undefined;
    } finally {
      this.#isBusy = false;
    }
  }
}
