import type { Device } from '../../../src-shared/devices/devices';
import type { Experiment } from '../../../src-shared/experiment/experiment';

/** Devices that train a run, and its experiment as it is split over them. */
export interface CrewSplit {
  readonly devices: readonly Device[];
  readonly experiment: Experiment;
}

/**
 * The split over those devices whose workers were not lost; all of them where none is left. The path of training stays
 * the same, because noise belongs to samples and order to the epoch.
 */
export function survivingCrew({ devices, experiment }: CrewSplit, lost: readonly number[]): CrewSplit {
  const survivors = devices.filter((_, rank) => !lost.includes(rank));
  if (survivors.length === 0) return { devices, experiment };
  const { dataGroups, ...parallel } = experiment.parallel;
  const ids = survivors.map(({ id }) => id);
  return {
    devices: survivors,
    experiment: {
      ...experiment,
      parallel: { ...parallel, devices: ids, ...meshFor(experiment, survivors.length) },
    },
  };
}

/** The mode that splits the work over fewer devices: hybrid keeps its data groups where they still divide. */
function meshFor(
  { parallel: { mode, dataGroups }, training }: Experiment,
  devices: number,
): Pick<Experiment['parallel'], 'mode' | 'dataGroups'> {
  if (devices === 1) return { mode: 'local' };
  if (mode !== 'hybrid') return { mode };
  if (dataGroups !== undefined && devices % dataGroups === 0) return { mode, dataGroups };
  return training.samples >= devices ? { mode: 'sp' } : { mode: 'ddp' };
}
