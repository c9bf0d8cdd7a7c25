import type { ApiName } from '../../src-shared/api';

type Arguments = readonly unknown[];

const none = () => [];

/** Where paths stand in the arguments of a method; a method that is new here says whether it takes any. */
const placesOf: { readonly [Name in ApiName]?: (args: Arguments) => readonly unknown[] } = {
  check: ([experiment]) => [dataPath(experiment)],
  start: ([experiment]) => [dataPath(experiment)],
  startMany: ([experiments]) => listed(experiments).map(dataPath),
  startStudy: ([study]) => [dataPath(inside(study, 'base'))],
  writeStudy: ([, folder]) => [folder],
  exportPosterior: ([, folder]) => [folder],
  predict: ([, request]) => [inside(request, 'input'), inside(request, 'out')],
  assess: ([, request]) => listed(inside(request, 'ood')).map((one) => inside(one, 'path')),
  exportRun: ([, , folder]) => [folder],
  importRun: ([file, experiment]) => [file, dataPath(experiment)],
  inspectImport: ([file]) => [file],
  importPosterior: ([file, experiment]) => [file, dataPath(experiment)],
  exportCluster: ([experiment, folder]) => [dataPath(experiment), folder],
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
    name === 'continueRun' || name === 'laplace' || (name === 'exportRun' && format === 'cluster');
  return readsData ? runId : undefined;
}

/** The path of its data that a run's summary names; none where it has none. */
export function dataPathOf(run: unknown): readonly string[] {
  const path = dataPath(inside(run, 'experiment'));
  return typeof path === 'string' ? [path] : [];
}

function dataPath(experiment: unknown): unknown {
  return inside(inside(experiment, 'data'), 'path');
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none();
}

function inside(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
