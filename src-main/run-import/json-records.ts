import { BadInputError } from '../../src-shared/errors';
import { shapeProblems } from '../../src-shared/experiment/problems';
import { checkShape } from '../../src-shared/protocol/check-shape';
import { type RunRecord, runRecordSchema } from '../run-export/run-record';
import { refuseSettingsFile } from './refuse-settings';
import { textLines } from './text-lines';

/** The records of a run that was exported as JSON. Throws BadInputError naming the first line that is none. */
export async function* jsonRecords(file: string, onRead: (bytes: number) => void): AsyncGenerator<RunRecord> {
  let line = 0;
  for await (const text of textLines(file, onRead)) {
    line += 1;
    const record = text.trim().replace(/,$/, '');
    if (line === 1 && record.startsWith('{')) refuseSettingsFile(file);
    if (record === '' || record === '[' || record === ']') continue;
    yield recordOf(record, `${file}, line ${line}`);
  }
}

/** What a run is, beside the notes and the reason of a million characters each. Points, logs and reports are longer. */
const longestDescription = 5_000_000;
const longTypes: readonly unknown[] = ['points', 'logs', 'report'];

/** One record from its text. Throws BadInputError, with `where` in front, for what is none. */
export function recordOf(text: string, where: string): RunRecord {
  const value = jsonOf(text, where);
  if (text.length > longestDescription && !longTypes.includes(typeOf(value)))
    throw new BadInputError(`${where} is no record of a run that this version can read: it is too long.`);
  const checked = checkShape(runRecordSchema, value, { reportInput: true });
  if (checked.success) return checked.data;
  const [problem] = shapeProblems(runRecordSchema, value, checked.issues);
  const what = problem ? `${problem.path ? `${problem.path}: ` : ''}${problem.message}` : '';
  throw new BadInputError(`${where} is no record of a run that this version can read: ${what}`);
}

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const value = withPythonsNumbers(text);
    if (value !== undefined) return value;
    throw new BadInputError(
      `${where} is not valid JSON; a run's file has one record a line, as \`parasample export RUN --format json\` writes it.`,
    );
  }
}

/** Python's json writes NaN and infinities as bare words, which JSON has not; ours are texts. Undefined for what is no JSON either way. */
function withPythonsNumbers(text: string): unknown {
  const parts = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\bInfinity\b|\bNaN\b/g;
  try {
    return JSON.parse(text.replace(parts, (part) => (part.startsWith('"') ? part : `"${part}"`)));
  } catch {
    return undefined;
  }
}
