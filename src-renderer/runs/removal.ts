import type { App } from '../app.svelte';
import { formatCount } from '../ui/numbers';

/** Deletes runs that are over, and offers to bring them back. */
export async function removeRuns(app: App, runIds: readonly string[]): Promise<void> {
  const ids = [...runIds];
  const name = ids.length === 1 ? app.runs.get(ids[0] ?? '')?.experiment.name : undefined;
  await app.link.api.removeMany(ids);
  const what = name === undefined ? formatCount(ids.length, 'run') : `“${name}”`;
  app.undo.say(`${what} deleted.`, () => app.link.api.restoreRemoved(ids));
}
