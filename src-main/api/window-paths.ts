import type { ApiName } from '../../src-shared/protocol/api';

type Arguments = readonly unknown[];

const none = () => [];

/** Where paths stand in the arguments of a method; a method that is new here says whether it takes any. */
const placesOf: { readonly [Name in ApiName]?: (args: Arguments) => readonly unknown[] } = {
  check: ([experiment]) => ownPaths(experiment),
  estimate: ([experiment]) => ownPaths(experiment),
  start: ([experiment]) => ownPaths(experiment),
  startMany: ([experiments]) => listed(experiments).flatMap(ownPaths),
  startStudy: ([study]) => ownPaths(inside(study, 'base')),
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

/**
 * The run whose data a call reads again, or copies to where the window can read them: its experiment, which may have
 * come from a file of another's making, names their path.
 */
export function runReadAgain(name: string, [runId, format]: Arguments): unknown {
  const readsData =
    name === 'continueRun' ||
    name === 'continueOnCluster' ||
    name === 'laplace' ||
    name === 'askedTestItem' ||
    name === 'askedTrainingRows' ||
    (name === 'exportRun' && format === 'cluster');
  return readsData ? runId : undefined;
}

/** The paths that a run's summary names, of its data and of a network of the person's own. */
export function pathsOfRun(run: unknown): readonly string[] {
  return ownPaths(inside(run, 'experiment')).filter((path) => typeof path === 'string');
}

/** Settings that name what an experiment reads of the person's own: data, a network, and weights that were trained before. */
export const ownPathSettings = [
  'data.path',
  'data.testPath',
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

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none();
}

function inside(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
