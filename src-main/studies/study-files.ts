import { join } from 'node:path';
import type { StudyReport } from '../../src-shared/study/study-report';
import {
  runRecordTable,
  type StudyTable,
  type StudyValue,
  studyTableIds,
  studyTables,
} from '../../src-shared/study/study-tables';
import { writeAtOnce } from '../export/write-at-once';
import { finiteJson } from '../finite-json';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';
import { studyReport } from '../report/study-report';
import type { WrittenFiles } from '../written-files';

const reportName = 'study.json';
const pageName = 'report.html';

/** All that studies write, of whatever kind. */
export const studyFileNames: readonly string[] = [
  ...studyTableIds.map((id) => `${id}.csv`),
  reportName,
  pageName,
];

/**
 * Writes each table of a study as `<id>.csv` and the whole report as `study.json` and as a page into a folder; returns the files.
 * Throws BadInputError or FailedError where that cannot be, or must not.
 */
export async function writeStudyFiles(
  report: StudyReport,
  folder: string,
  written: WrittenFiles,
): Promise<readonly string[]> {
  const tables = [...studyTables(report.results), runRecordTable(report.runs)];
  const texts: readonly (readonly [string, string])[] = [
    ...tables.map((table) => [`${table.id}.csv`, csvOf(table)] as const),
    [reportName, `${finiteJson(report, 2)}\n`],
    [pageName, studyReport(report)],
  ];
  const paths = texts.map(([name]) => join(folder, name));
  written.refuseForeign(paths);
  try {
    makeFolder(folder);
    for (const [name, text] of texts) await writeAtOnce(join(folder, name), Buffer.from(text));
  } catch (error) {
    throw refusedWriting(error, 'The study', folder);
  }
  written.note(paths);
  return paths;
}

/** A table as CSV (RFC 4180): units stand behind the columns' names, and an empty field is no value. */
export function csvOf({ columns, rows }: StudyTable): string {
  const header = columns.map(({ name, unit }) => (unit === '' ? name : `${name} [${unit}]`));
  return [header, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(value: StudyValue): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
