import type { CellValue } from './run-table';
import { tookSeconds } from './run-time';
import type { RunSummary } from './runs';

/** A run as queries, sorting and columns see it: dotted paths to values. */
export type FlatRun = ReadonlyMap<string, CellValue>;

/** Shorter names that people use; the experiment's own paths work as well. */
export const columnAliases: Readonly<Record<string, string>> = {
  mode: 'parallel.mode',
  devices: 'parallel.devices',
  dataset: 'data.dataset',
  model: 'model.kind',
  method: 'inference.method',
  prior: 'inference.prior.kind',
  objective: 'inference.objective',
  samples: 'training.samples',
  batch: 'training.batchSize',
  epochs: 'training.epochs',
  tag: 'tags',
  code: 'codeVersion',
};

/** The run's own columns, which are no parameters and no metrics. */
export const ownColumns = [
  'id',
  'name',
  'status',
  'reason',
  'engine',
  'codeVersion',
  'tags',
  'notes',
  'starred',
  'archived',
  'created',
  'duration',
] as const;

/** The full path of a column that may be named by its alias. */
export function columnPath(name: string): string {
  return Object.hasOwn(columnAliases, name) ? (columnAliases[name] ?? name) : name;
}

/** A run's parameters, last metrics and own columns. */
export function flattenRun(run: RunSummary): FlatRun {
  const flat = new Map<string, CellValue>();
  const { name, ...parameters } = run.experiment;
  addParameters(flat, '', parameters);
  for (const [metric, value] of Object.entries(run.metrics)) flat.set(metric, value);
  const { tags, notes, starred, archived } = run.annotations;
  const own = { id: run.id, name, status: run.status, engine: run.engine, tags, starred, archived };
  for (const [path, value] of Object.entries(own)) flat.set(path, value);
  flat.set('created', run.created);
  if (run.codeVersion !== undefined) flat.set('codeVersion', run.codeVersion);
  if (notes) flat.set('notes', notes);
  if (run.reason) flat.set('reason', run.reason);
  const took = tookSeconds(run);
  if (took !== undefined) flat.set('duration', took);
  return flat;
}

function addParameters(flat: Map<string, CellValue>, prefix: string, value: unknown): void {
  if (Array.isArray(value)) {
    // Devices are a set to search in; widths of layers mean something only together.
    const texts = value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)));
    flat.set(prefix, value.every((one) => typeof one === 'string') ? texts : texts.join('-'));
  } else if (typeof value === 'object' && value !== null) {
    for (const name in value) addParameters(flat, joined(prefix, name), value[name as keyof typeof value]);
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    flat.set(prefix, value);
  }
}

const joinedPaths = new Map<string, Map<string, string>>();

/** The same string each time, since a new one must be hashed anew: of 10,000 runs with 50 parameters that is felt. */
function joined(prefix: string, name: string): string {
  if (prefix === '') return name;
  const paths = joinedPaths.get(prefix) ?? new Map<string, string>();
  const path = paths.get(name) ?? `${prefix}.${name}`;
  joinedPaths.set(prefix, paths.set(name, path));
  return path;
}
