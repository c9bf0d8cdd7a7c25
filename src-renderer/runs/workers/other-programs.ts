import type { Device } from '../../../src-shared/devices/devices';
import { coresOfOthers, isDisturbing } from '../../../src-shared/devices/foreign-load';
import { type MeasuredAs, recentMeasurements, recentMedian } from './step-times';

/** One worker speaks for the machine. */
export const machineCores = 'worker.0.machineCores';

/** How many cores other programs keep busy beside a run's workers, by the last measurements; undefined where it did not tell. */
export function recentCoresOfOthers(workers: number, measuredAs: MeasuredAs): number | undefined {
  const recent = (name: string) => recentMedian(measuredAs(name), recentMeasurements);
  const own = Array.from({ length: workers }, (_, rank) => recent(`worker.${rank}.busyCores`));
  return coresOfOthers(recent(machineCores), own);
}

/** The cores of the machine; undefined until its devices are read. */
export function coresOf(devices: readonly Device[] | undefined): number | undefined {
  return devices?.flatMap((device) => (device.kind === 'cpu' ? device.cores : []))[0];
}

/** What a reader of times must know of the rest of the machine. */
export interface OtherPrograms {
  readonly text: string;
  /** Whether times say less than they seem to. */
  readonly isDisturbing: boolean;
}

/**
 * What other programs did while a run's last steps were timed; an empty text where that is not known.
 * @param cores of the machine
 */
export function otherPrograms(foreign: number | undefined, cores: number | undefined): OtherPrograms {
  if (foreign === undefined || cores === undefined) return { text: '', isDisturbing: false };
  const said = `Other programs kept ${foreign.toFixed(1)} of ${cores} cores busy meanwhile`;
  return isDisturbing(foreign, cores)
    ? { text: `${said}: these times are longer than they would be alone.`, isDisturbing: true }
    : { text: `${said}.`, isDisturbing: false };
}

/** What makes a speed-up say little, as a sentence: other programs beside the run, beside the one it is held against, or both; else empty. */
export function speedDoubt(
  beside: { readonly run: number | undefined; readonly one: number | undefined },
  cores: number | undefined,
): string {
  if (cores === undefined) return '';
  const told = (foreign: number | undefined, during: string) =>
    foreign !== undefined && isDisturbing(foreign, cores)
      ? [`${foreign.toFixed(1)} of ${cores} cores busy ${during}`]
      : [];
  const loads = [...told(beside.run, 'while this run trained'), ...told(beside.one, 'while one device did')];
  return loads.length === 0 ? '' : `This says little: other programs kept ${loads.join(', and ')}.`;
}
