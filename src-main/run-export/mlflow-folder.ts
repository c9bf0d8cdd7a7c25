import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BadInputError } from '../../src-shared/errors';
import type { RunStatus, RunSummary } from '../../src-shared/runs/runs';
import type { PointsRecord } from './run-record';

/**
 * MLflow's file store (mlflow/store/tracking/file_store.py): a folder for an experiment, in it one for a run, with a file
 * for each metric, parameter and tag.
 */
export interface MlflowFile {
  /** Inside the folder that is MLflow's tracking URI. */
  readonly name: string;
  readonly pieces: Iterable<string>;
}

/** The experiment that MLflow calls its default one. */
const experimentId = '0';

/** As `RunStatus` in MLflow's service.proto numbers them. */
const statuses: Readonly<Record<RunStatus, number>> = {
  queued: 2,
  preparing: 2,
  running: 1,
  paused: 1,
  stopping: 1,
  finished: 3,
  failed: 4,
  stopped: 5,
  interrupted: 5,
};

/** A run's number by which MLflow asks for it. */
export function mlflowId(runId: string): string {
  return createHash('sha256').update(runId).digest('hex').slice(0, 32);
}

/**
 * Throws BadInputError for a run that measured nothing.
 * @param folder where it comes to lie: MLflow looks for artifacts there
 * @param records what the run measured, from its beginning whenever they are asked for
 */
export function mlflowFiles(
  run: RunSummary,
  folder: string,
  records: () => Iterable<PointsRecord>,
): readonly MlflowFile[] {
  const runFolder = `${experimentId}/${mlflowId(run.id)}`;
  const measured = fileNames(namesOf(records()));
  if (measured.size === 0)
    throw new BadInputError(
      `Run ${run.id} has measured nothing, and MLflow takes no run without a metric; export it as json instead.`,
    );
  const settings = leavesOf(run.experiment);
  const params = fileNames(settings.keys());
  const tags = {
    'mlflow.runName': run.experiment.name,
    'mlflow.note.content': run.annotations.notes,
    'parasample.id': run.id,
    'parasample.engine': run.engine,
    'parasample.status': run.status,
    'parasample.reason': run.reason,
    'parasample.tags': run.annotations.tags.join(', '),
  };
  return [
    { name: `${experimentId}/meta.yaml`, pieces: [yamlOf(experimentFacts(run, folder))] },
    { name: `${runFolder}/meta.yaml`, pieces: [yamlOf(runFacts(run, join(folder, runFolder)))] },
    // MLflow takes a folder without artifacts for none of its runs.
    {
      name: `${runFolder}/artifacts/experiment.json`,
      pieces: [`${JSON.stringify(run.experiment, null, 2)}\n`],
    },
    ...[...measured].map(([metric, file]) => ({
      name: `${runFolder}/metrics/${file}`,
      pieces: linesOf(metric, records),
    })),
    ...[...settings].map(([path, value]) => ({
      name: `${runFolder}/params/${params.get(path)}`,
      pieces: [value.slice(0, longestParam)],
    })),
    ...Object.entries(tags).map(([tag, value]) => ({ name: `${runFolder}/tags/${tag}`, pieces: [value] })),
  ];
}

/** MLflow's own bound, in characters. */
const longestParam = 6000;

function experimentFacts(run: RunSummary, folder: string) {
  return {
    artifact_location: pathToFileURL(join(folder, experimentId)).href,
    creation_time: Math.floor(run.created),
    experiment_id: experimentId,
    last_update_time: Math.floor(run.ended ?? run.created),
    lifecycle_stage: 'active',
    name: 'Default',
  };
}

function runFacts(run: RunSummary, runFolder: string) {
  const id = mlflowId(run.id);
  return {
    artifact_uri: pathToFileURL(join(runFolder, 'artifacts')).href,
    end_time: run.ended === undefined ? null : Math.floor(run.ended),
    entry_point_name: '',
    experiment_id: experimentId,
    lifecycle_stage: 'active',
    run_id: id,
    run_name: run.experiment.name,
    run_uuid: id,
    source_name: 'parasample',
    source_type: 4,
    source_version: run.codeVersion ?? '',
    start_time: Math.floor(run.started ?? run.created),
    status: statuses[run.status],
    tags: [],
    user_id: '',
  };
}

/** JSON's texts, numbers and lists are YAML's, too. */
function yamlOf(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** A measurement a line: when (milliseconds), value and step. */
function* linesOf(metric: string, records: () => Iterable<PointsRecord>): Generator<string> {
  for (const { names, times, values, steps } of records()) {
    let text = '';
    for (const [at, name] of names.entries())
      if (name === metric) text += `${Math.floor(times[at])} ${numberText(values[at])} ${steps[at]}\n`;
    if (text !== '') yield text;
  }
}

/** As Python's float() reads it. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? `${value}` : value > 0 ? 'inf' : '-inf';
}

function namesOf(records: Iterable<PointsRecord>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { names } of records) for (const name of names) found.add(name);
  return found;
}

/** Names of files, by the names that they stand for, each once: MLflow allows letters, digits, `_`, `-`, `.` and spaces, and no name that leads elsewhere. */
function fileNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const plain = name.replace(/[^A-Za-z0-9_. -]/g, '-').slice(0, 200);
    const safe = plain.replace(/^\.+/, '-') || '-';
    let file = safe;
    // Some file systems do not tell capital letters from small ones.
    for (let number = 2; taken.has(file.toLowerCase()); number += 1) file = `${safe}-${number}`;
    taken.add(file.toLowerCase());
    files.set(name, file);
  }
  return files;
}

/** Settings by their paths, such as `training.epochs`. */
function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return new Map(
    entries.flatMap(([name, inner]) => [...leavesOf(inner, path === '' ? name : `${path}.${name}`)]),
  );
}
