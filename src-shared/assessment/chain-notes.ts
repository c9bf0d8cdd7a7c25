import type { Experiment } from '../experiment/experiment';
import { methodFacts } from '../experiment/methods';

/** Up to here chains count as one distribution; Vehtari et al. (2021) ask for 1.01 of many draws, which few draws miss by chance. */
const mostRHat = 1.05;
/** Fewer independent draws know a mean to a tenth of a deviation at best. */
const fewestDraws = 100;

const shown = (value: number) => String(Number(value.toPrecision(3)));

/**
 * What a person should know of a run's chains before trusting their draws, as sentences; none where nothing speaks against them.
 * @param metrics last values by name
 */
export function chainNotes(
  metrics: Readonly<Record<string, number>>,
  { inference, training }: Pick<Experiment, 'inference' | 'training'>,
): readonly string[] {
  if (!methodFacts(inference).hasChains) return [];
  const { 'posterior.rHat': rHat, 'posterior.ess': ess, 'posterior.divergent': divergent } = metrics;
  const notes: string[] = [];
  if (training.samples < 2)
    notes.push(
      'Whether a single chain has converged cannot be seen: R-hat needs at least 2 (training.samples).',
    );
  if (rHat !== undefined && rHat > mostRHat)
    notes.push(
      `Not converged: chains disagree in what they predict (R-hat ${shown(rHat)}; below ${mostRHat} they are one distribution). Hamiltonian chains of networks of some tens of units mixed neither here nor in NumPyro, nor with longer trajectories, and predicted well none the less; those of a smaller network mix.`,
    );
  if (ess !== undefined && ess < fewestDraws)
    notes.push(
      `Few independent draws: those kept are worth ${shown(ess)} of them for the prediction that mixes worst. More draws or chains help.`,
    );
  if (divergent !== undefined && divergent > 0)
    notes.push(
      `${shown(100 * divergent)} % of the draws come from trajectories that diverged: parts of the posterior may be missing. A larger inference.targetAcceptance helps.`,
    );
  return notes;
}
