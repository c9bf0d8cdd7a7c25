import { meaningOf } from '../../src-shared/metrics';
import type { CellValue, RunColumn } from '../../src-shared/runs/run-table';
import type { Spread } from '../../src-shared/study/study-results';
import { labelOf } from '../settings/fields';
import { valueInFormWords } from '../settings/form-words';
import { formatMoment } from '../ui/moments';
import { formatDuration, formatMetric, formatNumber, formatWithDeviation, isShare } from '../ui/numbers';

/** A column's value as plain text, the same for the same value. */
export function cellText(value: CellValue | null | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length === 0 ? 'none' : value.join(', ');
}

/** The same in the words of the form, where a column is one of its settings. */
export function settingCell(path: string, value: CellValue | null | undefined): string {
  return valueInFormWords(path, cellText(value));
}

/** A column's value as a table shows it, with its unit. */
export function columnText(
  column: Pick<RunColumn, 'path' | 'kind' | 'source'>,
  value: CellValue | undefined,
): string {
  if (typeof value !== 'number') return settingCell(column.path, value);
  if (column.kind === 'time') return formatMoment(value);
  if (column.kind === 'duration') return formatDuration(value);
  return column.source === 'metric' ? formatMetric(column.path, value) : String(value);
}

const ownLabels: Readonly<Record<string, string>> = {
  id: 'Id',
  name: 'Run',
  status: 'Status',
  reason: 'Reason',
  engine: 'Engine',
  codeVersion: 'Code version',
  tags: 'Tags',
  notes: 'Notes',
  starred: 'Starred',
  archived: 'Archived',
  created: 'Created',
  duration: 'Duration',
};

/** What a column is called: of the run's own, of a setting, or of a metric. */
export function columnLabel(path: string): string {
  if (Object.hasOwn(ownLabels, path)) return ownLabels[path] ?? path;
  const setting = labelOf(path);
  return setting === path ? meaningOf(path).label : setting;
}

const headings: Readonly<Record<string, string>> = {
  'model.kind': 'Network',
  'parallel.mode': 'Mode',
  'training.samples': 'Samples',
  'training.batchSize': 'Items',
  'test.accuracy': 'Accuracy',
  'test.rmse': 'RMSE',
  'test.nll': 'NLL',
  'test.brier': 'Brier',
  'test.ece': 'Calibration error',
};

/** A column's name over its values, where every letter takes room. */
export function columnHeading(path: string): string {
  return Object.hasOwn(headings, path) ? (headings[path] ?? path) : columnLabel(path);
}

/** A column's value beneath such a heading: metrics without their units. */
export function columnCell(
  column: Pick<RunColumn, 'path' | 'kind' | 'source'>,
  value: CellValue | undefined,
): string {
  if (column.path === 'parallel.devices' && Array.isArray(value)) return shortDevices(value);
  if (column.source !== 'metric' || typeof value !== 'number' || isShare(column.path))
    return columnText(column, value);
  return formatNumber(value);
}

/** A column's mean over runs with its standard deviation, where there are several; in the digits that the deviation leaves. */
export function spreadCell(
  column: Pick<RunColumn, 'path' | 'kind' | 'source'>,
  { mean, std }: Spread,
): string {
  if (std === undefined || column.kind === 'duration') return columnCell(column, mean);
  return isShare(column.path)
    ? `${(mean * 100).toFixed(1)} ± ${(std * 100).toFixed(1)}\u00a0%`
    : formatWithDeviation(mean, std);
}

/** Devices as people say them: `cpu:0–3` for four in a row. Names of other programs stay as they are. */
export function shortDevices(ids: readonly string[]): string {
  const spans: { readonly kind: string; readonly first: number; last: number }[] = [];
  for (const id of ids) {
    const [, kind = id, number = 'NaN'] = /^([a-z]+):(\d+)$/.exec(id) ?? [];
    const before = spans.at(-1);
    const at = Number(number);
    if (before?.kind === kind && at === before.last + 1) before.last = at;
    else spans.push({ kind, first: at, last: at });
  }
  return spans.map(spanText).join(', ');
}

function spanText({ kind, first, last }: { kind: string; first: number; last: number }): string {
  if (Number.isNaN(first)) return kind;
  return `${kind}:${first === last ? first : `${first}–${last}`}`;
}
