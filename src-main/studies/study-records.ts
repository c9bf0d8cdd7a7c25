import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BadInputError, FailedError, sentenceOf } from '../../src-shared/errors';
import { type Study, studySchema } from '../../src-shared/study/study';
import { writeAtOnce } from '../export/write-at-once';
import { newRunId } from '../runs/run-id';

const recordSchema = z.strictObject({
  id: z.string().min(1),
  /** Milliseconds since the Unix epoch. */
  created: z.number(),
  study: studySchema,
  /** Runs that were started for it, or taken over from another study. */
  runs: z.array(
    z.strictObject({
      runId: z.string().min(1),
      codeVersion: z.string().min(1),
      /** Which of the plan it is, as `markOfPlanned`: missing in studies of earlier versions. */
      planned: z.string().min(1).optional(),
    }),
  ),
  /** What was to be said when it was started, as sentences. */
  notes: z.array(z.string()).optional(),
});

/** What is kept of a study: its runs' results are in the store. */
export type StudyRecord = Readonly<z.output<typeof recordSchema>>;

/** Studies as files, `<home>/studies/<id>.json`. */
export class StudyRecords {
  readonly #folder: string;
  /** By file, as it was when it was read: the table of runs asks which are whose every time that it is read. */
  readonly #known = new Map<string, { readonly edition: string; readonly record: StudyRecord }>();

  constructor(home: string) {
    this.#folder = join(home, 'studies');
  }

  /** All that can be read, newest first: a damaged file hides no other. */
  list(): StudyRecord[] {
    const records = this.#files().flatMap((file) => {
      const read = this.#read(file);
      return read ? [read] : [];
    });
    return records.sort((a, b) => b.created - a.created);
  }

  /** Throws BadInputError for one that is not there, FailedError for a damaged file. */
  get(id: string): StudyRecord {
    if (!this.#files().includes(id)) throw new BadInputError(`There is no study named ${id}.`);
    const record = this.#read(id);
    if (record) return record;
    throw new FailedError(`The file ${this.#fileOf(id)} is damaged; start the study's file again.`);
  }

  find(id: string): StudyRecord | undefined {
    return this.#files().includes(id) ? this.#read(id) : undefined;
  }

  /** Throws FailedError where it cannot be written. */
  async save(record: StudyRecord): Promise<void> {
    try {
      mkdirSync(this.#folder, { recursive: true });
      await writeAtOnce(this.#fileOf(record.id), Buffer.from(JSON.stringify(record, undefined, 2)));
    } catch (error) {
      throw new FailedError(sentenceOf(error, `Writing ${this.#fileOf(record.id)}`));
    }
  }

  #files(): string[] {
    try {
      const names = readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
      return names.map((name) => name.slice(0, -'.json'.length));
    } catch {
      // There is no folder before the first study.
      return [];
    }
  }

  #read(id: string): StudyRecord | undefined {
    const file = this.#fileOf(id);
    try {
      // A file is always written whole and put in the place of the one before.
      const { ino, size, mtimeMs } = statSync(file);
      const edition = [ino, size, mtimeMs].join();
      const known = this.#known.get(file);
      if (known?.edition === edition) return known.record;
      const record = recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      this.#known.set(file, { edition, record });
      return record;
    } catch {
      return undefined;
    }
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

/** The same study always has the same id, so that starting it again goes on with it. */
export function studyId(study: Study): string {
  return newRunId(study.name, createHash('sha256').update(JSON.stringify(study)).digest('hex').slice(0, 8));
}

/** Equal for planned runs of the same settings; those of the run itself name copies of its files. @param key as the plan has it */
export function markOfPlanned(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
