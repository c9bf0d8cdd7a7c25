import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Start } from '../../src-shared/experiment/start';
import type { StartTable } from '../../src-shared/network/start-match';
import type { TrainedWeights } from './open-weights';
import { proposedNames } from './proposed-names';
import { matchTrained, shapeInFile } from './trained-start';

/** Each tensor of a network beside what the file has for it, and what of the file nothing takes. */
export function startTable(
  weights: readonly WeightTensor[],
  trained: TrainedWeights,
  start: Pick<Start, 'fresh' | 'names'>,
): StartTable {
  const match = matchTrained(weights, trained, start);
  const proposed = proposedNames(match, trained);
  const why = new Map(match.misfits.map((misfit) => [misfit.name, misfit.why]));
  const rows = weights.map((weight) => {
    const { name } = weight;
    const inFile = match.names.get(name);
    const shape = shapeInFile(weight, trained);
    if (inFile !== undefined) return { name, shape, inFile };
    return {
      ...{ name, shape },
      ...(why.has(name) ? { why: why.get(name) } : {}),
      ...(name in proposed ? { proposed: proposed[name] } : {}),
    };
  });
  const free = [...trained.tensors.values()]
    .map(({ name, shape }) => ({ name: name.replace(/\.mean$/, ''), shape }))
    .filter(({ name }) => !match.taken.has(name) && !name.endsWith('.log_std'));
  return { rows, foldedAway: match.foldedAway, free };
}
