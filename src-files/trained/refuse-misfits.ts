import { BadInputError } from '../../src-shared/errors';
import type { TrainedWeights } from './open-weights';
import { proposedNames } from './proposed-names';
import type { StartMatch } from './trained-start';

/** At most so many lines of what does not fit are told. */
const mostTold = 6;

/** @throws BadInputError with a table of what does not fit */
export function refuseMisfits(match: StartMatch, trained: TrainedWeights, setting: string): void {
  const { misfits, foldedAway } = match;
  if (misfits.length === 0 && foldedAway.length > 0)
    throw new BadInputError(
      `${setting}: ${trained.path} has batch normalisations that the network does not have (${foldedAway.slice(0, 3).join(', ')}): they were folded into the layers before them when it was exported, and weights from before that do not belong there. Export the network with train() on, or begin at its own weights.`,
    );
  if (misfits.length === 0) return;
  const told = misfits
    .slice(0, mostTold)
    .map(({ why }) => why)
    .join('; ');
  const more = misfits.length > mostTold ? `; and ${misfits.length - mostTold} more` : '';
  const names = [...trained.tensors.keys()];
  const there = names.slice(0, mostTold).join(', ') + (names.length > mostTold ? ', …' : '');
  const proposed = Object.entries(proposedNames(match, trained)).slice(0, mostTold);
  const proposal =
    proposed.length === 0
      ? ''
      : ` By their shapes these may be the same: ${proposed.map(([ours, theirs]) => `${ours} = ${theirs}`).join(', ')}; names that differ are set in start.names.`;
  throw new BadInputError(
    `${setting}: ${trained.path} does not fit this network: ${told}${more}. It has ${there}.${proposal} Layers that are to begin afresh are named in start.fresh.`,
  );
}
