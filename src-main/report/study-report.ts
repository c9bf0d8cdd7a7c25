import { stringify } from 'yaml';
import { version } from '../../package.json';
import { meaningOf } from '../../src-shared/metrics';
import type { StudyReport } from '../../src-shared/study/study-report';
import type { ScalingRow, ScoreRow } from '../../src-shared/study/study-results';
import {
  runTable,
  type StudyColumn,
  type StudyTable,
  type StudyValue,
  studyTables,
} from '../../src-shared/study/study-tables';
import { tableLayout } from '../../src-shared/study/table-layout';
import { columnWords } from '../../src-shared/study/table-words';
import { type Html, html, shortNumber, table } from './html';
import { Picture } from './picture';
import { reportPage } from './report-page';

/**
 * A study on one page that needs nothing from elsewhere: what was asked, what its runs say together with their spread over
 * seeds, what to know before believing it, each run, and the study's file.
 */
export function studyReport(report: StudyReport): string {
  const { summary, results } = report;
  const pictures = [...scalingPicture(results.scaling), ...scorePictures(results.scores)];
  return reportPage(summary.name, subtitle(report), [
    notesSection(report),
    ...studyTables(results).map((one) => laidOutSection(one, scoreNames(results.scores))),
    ...(pictures.length > 0
      ? [html`<section><h2>In pictures</h2><div class="pictures">${pictures}</div></section>`]
      : []),
    runSection(runTable(report.runs)),
    html`<section><h2>Settings</h2><p>As a file that <code>parasample study</code> takes.</p><pre>${stringify(report.study).trimEnd()}</pre></section>`,
  ]);
}

function subtitle({ summary }: StudyReport): string {
  const { id, kind, state, finished, runs, failed, created } = summary;
  const ended = `${finished} of ${runs} runs finished${failed > 0 ? `, ${failed} failed` : ''}`;
  return `Study ${id} (${kind}), ${state}: ${ended}; begun ${new Date(created).toISOString().slice(0, 16).replace('T', ' ')} UTC. Parasample ${version}.`;
}

function notesSection({ summary, notes, runs }: StudyReport): Html {
  const failed = runs.filter(({ status, reason }) => status === 'failed' && reason !== '');
  const all = [
    ...notes,
    ...(summary.reason === '' ? [] : [`The study ended early: ${summary.reason}`]),
    ...failed.map(({ runId, reason }) => `Run ${runId ?? ''} failed: ${reason}`),
    ...(summary.finished < summary.runs ? ['Numbers are of the runs that have finished.'] : []),
    'Where there are several seeds, numbers are means ± the standard deviation over the seeds, and differences means over pairs ± their standard error.',
  ];
  return html`<section><h2>What it says</h2><ul>${all.map((note) => html`<li>${note}</li>`)}</ul></section>`;
}

/** As the window shows it: no wider than what differs, and of many scores each a row. */
function laidOutSection(whole: StudyTable, scores: readonly string[]): Html {
  const head = ({ name, unit }: StudyColumn) => {
    const label = scores.includes(name) ? meaningOf(name).label : (columnWords(name) ?? name);
    return unit === '' ? label : `${label}, ${unit}`;
  };
  const { alike, heads, rows } = tableLayout(withoutEmpty(whole), { head, cell: cellText });
  const same = alike.length > 0 ? [html`<p>The same in every row: ${alike.join(', ')}.</p>`] : [];
  return html`<section><h2>${whole.title}</h2>${same}<div class="wide"><table>
<thead><tr>${heads.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(([name, ...values]) => html`<tr><th scope="row">${name ?? ''}</th>${values.map((value) => html`<td class="number">${value}</td>`)}</tr>`)}</tbody>
</table></div></section>`;
}

/** Without the columns of which no row has anything. */
function withoutEmpty({ columns, rows, ...table }: StudyTable): StudyTable {
  const used = columns.map((_, at) => at).filter((at) => rows.some((row) => row[at] !== null));
  return {
    ...table,
    columns: used.map((at) => columns[at]),
    rows: rows.map((row) => used.map((at) => row[at] ?? null)),
  };
}

function cellText(_column: StudyColumn, value: StudyValue, spread: StudyValue): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  const deviation = typeof spread === 'number' ? ` ± ${Number(spread.toPrecision(2))}` : '';
  return `${shortNumber(value)}${deviation}`;
}

function runSection(whole: StudyTable): Html {
  const { title, columns, rows } = withoutEmpty(whole);
  const heads = columns.map(({ name, unit }) => (unit === '' ? name : `${name}, ${unit}`));
  const cells = rows.map((row) => row.map((value) => value ?? ''));
  return html`<section><h2>${title}</h2><div class="wide">${table(heads, cells)}</div></section>`;
}

function scalingPicture(rows: readonly ScalingRow[]): readonly Html[] {
  const most = Math.max(1, ...rows.map(({ cell }) => cell.devices));
  const high = Math.max(1, ...rows.flatMap(({ speedup, idealSpeedup }) => [speedup, idealSpeedup]));
  if (rows.length < 2) return [];
  const ideal = [...rows].sort((a, b) => a.cell.devices - b.cell.devices);
  return [
    new Picture(
      'Speedup',
      { title: 'Devices', low: 0, high: most },
      { title: 'Work per time, of the fewest', low: 0, high },
    )
      .line(
        ideal.map(({ cell, idealSpeedup }) => [cell.devices, idealSpeedup] as const),
        'ideal',
      )
      .dots(rows.map(({ cell, speedup }) => [cell.devices, speedup] as const))
      .figure('Dashed: as many times the work as devices. A dot a row of the table of scaling.'),
  ];
}

function scoreNames(rows: readonly ScoreRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))].sort();
}

/** Of each score of the test items, or without them of the validation, that has a better end. */
function scorePictures(rows: readonly ScoreRow[]): readonly Html[] {
  const names = scoreNames(rows);
  const tested = names.filter((name) => name.startsWith('test.'));
  const told = (tested.length > 0 ? tested : names.filter((name) => name.startsWith('validation.'))).filter(
    (name) => meaningOf(name).better !== 'neither',
  );
  return rows.length < 2 ? [] : told.flatMap((name) => scorePicture(name, rows));
}

function scorePicture(name: string, rows: readonly ScoreRow[]): readonly Html[] {
  const spreads = rows.flatMap(({ scores }, at) => {
    const spread = scores[name];
    return spread && Number.isFinite(spread.mean) ? [{ at: at + 1, ...spread }] : [];
  });
  if (spreads.length < 2) return [];
  const ends = spreads.map(({ mean, std = 0 }) => [mean - std, mean + std] as const);
  const [low, high] = [Math.min(...ends.map(([end]) => end)), Math.max(...ends.map(([, end]) => end))];
  const { label, unit, better } = meaningOf(name);
  const picture = new Picture(
    label,
    { title: 'Row of the table of scores', low: 0, high: rows.length + 1 },
    { title: unit || label, low, high },
  );
  spreads.forEach(({ at }, place) => {
    picture.line(ends[place].map((end) => [at, end] as const));
  });
  return [
    picture
      .dots(spreads.map(({ at, mean }) => [at, mean] as const))
      .figure(`A dot a row, with one standard deviation over its seeds; ${better} is better.`),
  ];
}
