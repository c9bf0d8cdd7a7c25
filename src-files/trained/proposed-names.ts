import type { NamesInFile } from './name-in-file';
import type { TrainedWeights } from './open-weights';
import { fitsShape, type StartMatch } from './trained-start';

/**
 * What the file may call those tensors that do not fit: of those that nothing else takes and whose shape fits, the one
 * whose name ends most alike, and among equals the first in the order of names. A guess, for a person to look at.
 */
export function proposedNames(match: StartMatch, trained: TrainedWeights): NamesInFile {
  const { misfits } = match;
  const taken = new Set(match.taken);
  const free = [...trained.tensors.entries()]
    .map(([name, { shape }]) => ({ name: name.replace(/\.mean$/, ''), shape }))
    .filter(({ name }) => !taken.has(name) && !name.endsWith('.log_std'))
    .sort((a, b) => inOrder.compare(a.name, b.name));
  const proposed: Record<string, string> = {};
  for (const misfit of misfits) {
    const fitting = free.filter(({ name, shape }) => !taken.has(name) && fitsShape(misfit, shape, trained));
    const [best] = [...fitting].sort((a, b) => alike(b.name, misfit.name) - alike(a.name, misfit.name));
    if (!best) continue;
    taken.add(best.name);
    proposed[misfit.name] = best.name;
  }
  return proposed;
}

/** layers.10 comes after layers.2. */
const inOrder = new Intl.Collator('en', { numeric: true });

/** How many parts at the end are the same: 2 of `backbone.conv1.weight` and `conv1.weight`. */
function alike(a: string, b: string): number {
  const [theirs, ours] = [a.split('.').reverse(), b.split('.').reverse()];
  const differs = theirs.findIndex((part, at) => part !== ours[at]);
  return differs < 0 ? theirs.length : differs;
}
