import type { RunSummary } from '../../src-shared/runs/runs';
import type { Link } from '../link/link.svelte';
import type { DataOfRuns } from './like-for-like';

/** Reads once of each run that has scores which bytes its data were read from. */
export class ComparedData {
  readonly #link: Link;
  #dataOf: DataOfRuns = $state.raw(new Map());
  readonly #asked = new Set<string>();

  constructor(link: Link) {
    this.#link = link;
  }

  get dataOf(): DataOfRuns {
    return this.#dataOf;
  }

  /** Where it cannot be read, settings alone say whether runs are alike. */
  async ask(runs: readonly RunSummary[]): Promise<void> {
    const fresh = runs
      .filter(({ id, metrics }) => Object.keys(metrics).length > 0 && !this.#asked.has(id))
      .map(({ id }) => id);
    if (fresh.length === 0) return;
    for (const id of fresh) this.#asked.add(id);
    const prints = await this.#link.api.dataFingerprints(fresh).catch(() => []);
    const known = prints.flatMap((print, place) => (print ? [[fresh[place] ?? '', print] as const] : []));
    this.#dataOf = new Map([...this.#dataOf, ...known]);
  }
}
