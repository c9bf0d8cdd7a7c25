import { statSync } from 'node:fs';
import { BadInputError } from '../../src-shared/errors';
import { LoadedPosterior } from './loaded-posterior';
import type { PosteriorWorkshop } from './posterior-worker';

/** The posteriors that worker processes hold ready: one process each, however many windows ask it. */
export class PosteriorsAtHand {
  readonly #loaded = new Map<string, { readonly posterior: LoadedPosterior; readonly changed: number }>();

  /**
   * The posterior of a file as it is now, loaded where it is not.
   * @throws BadInputError where there is none
   */
  of(file: string, workshop: () => PosteriorWorkshop): LoadedPosterior {
    const changed = changeTime(file);
    const kept = this.#loaded.get(file);
    if (kept && !kept.posterior.isGone && kept.changed === changed) return kept.posterior;
    // The run was trained on since.
    void kept?.posterior.close();
    const posterior = new LoadedPosterior(file, workshop());
    this.#loaded.set(file, { posterior, changed });
    return posterior;
  }

  /** Ends all; resolves once their processes are gone. */
  async close(): Promise<void> {
    await Promise.all([...this.#loaded.values()].map(({ posterior }) => posterior.close()));
  }
}

function changeTime(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found) return found.mtimeMs;
  throw new BadInputError('The run has no posterior; a run writes it when it finishes or is stopped.');
}
