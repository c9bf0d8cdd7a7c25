import type { RunStanding } from '../store/run-changes';

/** What a run that goes on here is in the store: this process's, called interrupted by somebody who took it for gone, or another's. */
export type OwnStanding = 'own' | 'called interrupted' | 'left';

/**
 * @param owner by which this process stored it
 * @param standing as the store has it now; undefined where the run was removed
 */
export function ownStanding(owner: string, standing: RunStanding | undefined): OwnStanding {
  if (standing?.owner !== owner) return 'left';
  return standing.status === 'interrupted' ? 'called interrupted' : 'own';
}

/** Why this process has left a run: a sentence for whoever waits for it here. */
export function whyLeft(runId: string, standing: RunStanding | undefined): string {
  const others = standing
    ? `was continued by another Parasample process${processWords(standing.owner)}`
    : 'was removed by another Parasample process';
  return `Run ${runId} ${others} while this one gave no sign of life; what this one did of it since then was discarded, and its workers were ended.`;
}

/** For the log of a run that goes on elsewhere. */
export const leftNote =
  'A process that had this run before, and had given no sign of life, came back and has left it: nothing of it was taken.';

/** For the log of a run that others took for interrupted. */
export const goesOnNote =
  'Another Parasample process took this run for interrupted, since its own gave no sign of life for a while; it goes on.';

/** By the mark of a process (`ownProcess`), which may stand behind that of a cluster. */
export function processWords(owner: string): string {
  const [id, , machine] = owner.slice(owner.indexOf(':') + 1).split('@');
  if (id === '') return '';
  return machine ? ` (process ${id} on ${machine})` : ` (process ${id})`;
}
