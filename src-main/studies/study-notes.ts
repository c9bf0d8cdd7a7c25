import { foreignLoadNotes } from '../../src-shared/devices/foreign-load';
import { otherTests } from '../../src-shared/experiment/same-settings';
import { measuresTime, type Study } from '../../src-shared/study/study';
import type { PlannedRun, StudyPlan } from '../../src-shared/study/study-plan';
import type { StudyRun } from '../../src-shared/study/study-report';
import { studyResults } from '../../src-shared/study/study-results';
import { differencesNote, studyVerdict } from '../../src-shared/study/study-verdict';

/** What a reader of a study's results must know, as sentences. `cores` are those of this machine. */
export function studyNotes(
  { study, leftOut, runs: planned }: StudyPlan,
  runs: readonly StudyRun[],
  cores: number,
): readonly string[] {
  return [
    ...leftOut,
    ...unfinishedNotes(runs),
    ...(measuresTime(study.kind) ? timeNotes(study, runs) : []),
    ...(measuresTime(study.kind) ? loadNotes(runs, cores) : []),
    ...deviceNotes(study, runs, cores),
    ...verdictNotes(study, planned, runs),
  ];
}

/** Of methods and settings held against each other; times have their own tables. */
function verdictNotes(
  { kind }: Study,
  planned: readonly PlannedRun[],
  runs: readonly StudyRun[],
): readonly string[] {
  if (kind !== 'grid') return [];
  const measures = runs.flatMap(({ measured }) => measured ?? []);
  const results = studyResults(kind, measures);
  const paired = [differencesNote(results) ?? []].flat();
  const differ = otherTests(planned.map(({ experiment }) => experiment.data)).map((name) => `data.${name}`);
  if (differ.length > 0)
    return [
      `None of its rows is said to be best: by ${differ.join(' and ')} they are tested on different items.`,
      ...paired,
    ];
  return [studyVerdict(results.scores, measures, validationChooses(planned)) ?? [], paired].flat();
}

/**
 * Whether the scores on validation items can choose among these runs: they are of the same items, and of the posterior that is tested,
 * which Laplace's approximation only makes once training and its validation are over.
 */
function validationChooses(planned: readonly PlannedRun[]): boolean {
  const shares = new Set(
    planned.map(({ experiment: { data } }) => ('validationFraction' in data ? data.validationFraction : 0)),
  );
  return shares.size <= 1 && planned.every(({ experiment }) => experiment.inference.method !== 'laplace');
}

function unfinishedNotes(runs: readonly StudyRun[]): string[] {
  const finished = runs.filter(({ status }) => status === 'finished').length;
  if (finished === runs.length) return [];
  return [
    `${finished} of ${runs.length} runs ${finished === 1 ? 'has' : 'have'} finished; the results are of ${finished === 1 ? 'that one' : 'those'} alone.`,
  ];
}

function timeNotes({ warmupSteps }: Study, runs: readonly StudyRun[]): string[] {
  const short = runs.filter(({ measured }) => measured && measured.stepMs === undefined).length;
  if (short === 0) return [];
  return [
    `${short === 1 ? '1 run has' : `${short} runs have`} no step time, ending too soon after the warm-up of ${warmupSteps} steps. More steps are needed.`,
  ];
}

function loadNotes(runs: readonly StudyRun[], cores: number): readonly string[] {
  const foreign = runs.flatMap(({ measured }) => (measured ? [measured.foreignCores] : []));
  return foreignLoadNotes(foreign, cores);
}

function deviceNotes({ base, kind }: Study, runs: readonly StudyRun[], cores: number): string[] {
  const isOnSlots = base.parallel.devices.some((device) => device.startsWith('cpu:'));
  if (!isOnSlots) return ['Memory is that of the worker processes on the host; the GPUs’ own is not in it.'];
  if (!measuresTime(kind)) return [];
  const threads = base.parallel.threadsPerDevice ?? 1;
  const most = Math.max(...runs.map(({ cell }) => cell.devices));
  const sharing = `CPU slots are not GPUs: they share one machine’s ${cores} cores, caches and memory bandwidth.`;
  if (most * threads <= cores) return [sharing];
  return [
    sharing,
    `${most} devices of ${threads} ${threads === 1 ? 'thread' : 'threads'} are more than ${cores} cores can run at once: times over so many devices say nothing about scaling.`,
  ];
}
