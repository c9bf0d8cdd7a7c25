import { sentenceOf } from '../../src-shared/errors';
import { type RunSpace, spaceOfAll } from '../../src-shared/runs/run-space';
import type { Link } from '../link/link.svelte';

/** What runs take of the disk, as it was when somebody looked, and freeing what of it nothing needs. */
export class RunSpaces {
  readonly #link: Link;
  #runs: readonly RunSpace[] | undefined = $state.raw();
  #isFreeing: boolean = $state(false);
  #freedMB: number | undefined = $state();
  #trouble: string = $state('');

  constructor(link: Link) {
    this.#link = link;
  }

  /** The largest first; undefined until they have been read. */
  get runs(): readonly RunSpace[] | undefined {
    return this.#runs;
  }

  get all(): Pick<RunSpace, 'totalMB' | 'freeableMB'> {
    return spaceOfAll(this.#runs ?? []);
  }

  /** Those that have something that nothing needs. */
  get freeable(): readonly RunSpace[] {
    return (this.#runs ?? []).filter(({ freeableMB }) => freeableMB > 0);
  }

  get isFreeing(): boolean {
    return this.#isFreeing;
  }

  /** What the last clean-up gave, in MB. */
  get freedMB(): number | undefined {
    return this.#freedMB;
  }

  get trouble(): string {
    return this.#trouble;
  }

  /** Looks again where another window frees or removes something. Returns the function that ends it. */
  follow(): () => void {
    return this.#link.onEvent((event) => {
      const isOfFolders = event.type === 'removed' || event.type === 'many';
      const isNews = isOfFolders || (event.type === 'kept' && event.what === 'checkpoints');
      if (isNews && !this.#isFreeing) void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      this.#runs = await this.#link.api.runSpace();
      this.#trouble = '';
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Looking at the folders of runs');
    }
  }

  /** Deletes just what was shown: a run that finished since then is left for the next time. */
  async free(): Promise<void> {
    this.#isFreeing = true;
    try {
      const { freedMB } = await this.#link.api.freeCheckpoints(this.freeable.map(({ runId }) => runId));
      this.#freedMB = freedMB;
      await this.read();
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Deleting checkpoints');
    } finally {
      this.#isFreeing = false;
    }
  }
}
