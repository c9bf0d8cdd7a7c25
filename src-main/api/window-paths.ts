import type { ApiName } from '../../src-shared/protocol/api';
import { planStudy } from '../../src-shared/study/study-plan';

type Arguments = readonly unknown[];

const none = () => [];

/** Where paths stand in the arguments of a method; a method that is new here says whether it takes any. */
const placesOf: { readonly [Name in ApiName]?: (args: Arguments) => readonly unknown[] } = {
  check: ([experiment]) => ownPaths(experiment),
  estimate: ([experiment]) => ownPaths(experiment),
  start: ([experiment]) => ownPaths(experiment),
  startMany: ([experiments]) => listed(experiments).flatMap(ownPaths),
  startStudy: ([study]) => pathsOfStudy(study),
  writeStudy: ([, folder]) => [folder],
  exportPosterior: ([, folder]) => [folder],
  predict: ([, request]) => [inside(request, 'input'), inside(request, 'out')],
  assess: ([, request]) => [
    inside(request, 'out'),
    ...listed(inside(request, 'ood')).map((one) => inside(one, 'path')),
    ...listed(inside(request, 'data')),
  ],
  exportRun: ([, , folder]) => [folder],
  writeReport: ([, file]) => [file],
  writeStudyReport: ([, file]) => [file],
  importRun: ([file, experiment]) => [file, ...ownPaths(experiment)],
  inspectImport: ([file]) => [file],
  lookAtData: ([path]) => [path],
  networkLayers: ([file]) => [file],
  matchStart: ([model, start]) => [inside(model, 'path'), inside(start, 'file')],
  importPosterior: ([file, experiment]) => [file, ...ownPaths(experiment)],
  runOnCluster: ([experiment]) => ownPaths(experiment),
  exportCluster: ([experiment, folder]) => [...ownPaths(experiment), folder],
};

/** The paths that a call from a window names, before anything about the call has been checked. */
export function pathsIn(name: string, args: Arguments): readonly string[] {
  const places = Object.hasOwn(placesOf, name) ? placesOf[name as ApiName] : undefined;
  return (places?.(args) ?? []).filter((place) => typeof place === 'string');
}

/** Which runs' data a method reads again. */
const runsReadBy: { readonly [Name in ApiName]?: (args: Arguments) => readonly unknown[] } = {
  continueRun: ([runId]) => [runId],
  continueOnCluster: ([runId]) => [runId],
  laplace: ([runId]) => [runId],
  calibrate: ([runId]) => [runId],
  assess: ([runId]) => [runId],
  comparePosteriors: ([first, second]) => [first, second],
  askedTestItem: ([runId]) => [runId],
  askedTrainingRows: ([runId]) => [runId],
  environments: ([runId, options]) => (inside(options, 'readData') === true ? [runId] : []),
  exportRun: ([runId, format]) => (format === 'cluster' ? [runId] : []),
};

/**
 * The runs whose data a call reads again, or copies to where the window can read them: their experiments, which may have
 * come from a file of another's making, name their paths.
 */
export function runsReadAgain(name: string, args: Arguments): readonly unknown[] {
  const runs = Object.hasOwn(runsReadBy, name) ? runsReadBy[name as ApiName] : undefined;
  return runs?.(args) ?? [];
}

/** The paths that a run's summary names, of its data and of a network of the person's own. */
export function pathsOfRun(run: unknown): readonly string[] {
  return ownPaths(inside(run, 'experiment')).filter((path) => typeof path === 'string');
}

/** Settings that name what an experiment reads of the person's own: data, a network, and weights that were trained before. */
export const ownPathSettings = [
  'data.path',
  'data.testPath',
  'data.staticPath',
  'model.path',
  'start.file',
  'inference.prior.file',
] as const;

/** What stands in these settings. */
export function ownPaths(experiment: unknown): readonly unknown[] {
  return ownPathSettings.map((setting) =>
    setting.split('.').reduce<unknown>((holder, key) => inside(holder, key), experiment),
  );
}

/** Of all its runs: a grid and variants set any setting. One that cannot be planned starts none. */
function pathsOfStudy(study: unknown): readonly unknown[] {
  const checked = planStudy(study);
  const experiments = checked.ok ? checked.plan.runs.map(({ experiment }) => experiment) : [];
  return [...new Set([inside(study, 'base'), ...experiments].flatMap(ownPaths))];
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none();
}

function inside(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
