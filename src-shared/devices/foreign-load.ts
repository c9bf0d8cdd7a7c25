import type { MeasuredPoint } from '../study/study-results';

/**
 * How many cores other programs kept busy while a run trained: those of the machine less those of its own workers, each the
 * mean after the warm-up; undefined where the run did not tell. What the app itself takes, a small part of a core, counts
 * as foreign.
 * @param workers of the run
 */
export function foreignCores(
  points: readonly MeasuredPoint[],
  workers: number,
  warmupSteps: number,
): number | undefined {
  const mean = (name: string): number | undefined => {
    const values = points.filter((point) => point.name === name && point.step > warmupSteps);
    if (values.length === 0) return undefined;
    return values.reduce((sum, { value }) => sum + value, 0) / values.length;
  };
  const own = Array.from({ length: workers }, (_, rank) => mean(`worker.${rank}.busyCores`));
  return coresOfOthers(mean('worker.0.machineCores'), own);
}

/** The cores that anything keeps busy less those of a run's own workers; undefined where one of them is not known. */
export function coresOfOthers(
  machine: number | undefined,
  own: readonly (number | undefined)[],
): number | undefined {
  if (machine === undefined || own.includes(undefined)) return undefined;
  return Math.max(0, machine - own.reduce<number>((sum, cores) => sum + (cores ?? 0), 0));
}

/** From this share of the cores on, times say less than they seem to. */
const disturbing = 0.1;

/** Whether what other programs did makes a run's times longer than they would be alone. */
export function isDisturbing(foreign: number | undefined, cores: number): boolean {
  return foreign !== undefined && foreign > disturbing * cores;
}

/** What a reader of step times must know of what else went on, or nothing. */
export function foreignLoadNotes(
  measured: readonly (number | undefined)[],
  cores: number,
): readonly string[] {
  const disturbed = measured.filter((foreign) => isDisturbing(foreign, cores));
  if (disturbed.length === 0) return [];
  const most = Math.max(...disturbed.map((foreign) => foreign ?? 0));
  const runs =
    disturbed.length === 1 ? 'one of its runs' : `${disturbed.length} of its ${measured.length} runs`;
  return [
    `Other programs kept up to ${most.toFixed(1)} of this machine’s ${cores} cores busy while ${runs} trained: its times are longer than they would be alone, and speed-ups say little. Run it again on a quiet machine.`,
  ];
}
