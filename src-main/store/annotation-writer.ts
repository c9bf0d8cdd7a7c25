import type { Experiment } from '../../src-shared/experiment/experiment';
import { type AnnotationChange, type RemovedRun, undoWindowMs } from '../../src-shared/runs/annotations';
import type { Database, Writing } from './database';
import { experimentOf } from './run-row';

/** Writes what a person adds to runs, and removes runs so that it can be undone. */
export class AnnotationWriter {
  readonly #statements;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = database.read(() => prepareStatements(database));
  }

  /** Changes all of these runs, or none. */
  annotate(runIds: readonly string[], change: AnnotationChange): void {
    this.#database.write((writing) => {
      for (const id of runIds) this.#annotateOne(writing, id, change);
    });
  }

  /** Marks runs as removed: no reader finds them, and `restore` brings them back. */
  remove(runIds: readonly string[], time: number): void {
    this.#database.write((writing) => {
      for (const id of runIds) this.#statements.setRemoved.run(writing, time, id);
    });
  }

  /** Deletes a removed run at once, with all its points. */
  purge(runId: string): void {
    this.#database.write((writing) => this.#statements.purge.run(writing, runId));
  }

  /** Brings removed runs back; says which there were. */
  restore(runIds: readonly string[]): string[] {
    return this.#database.write((writing) =>
      runIds.filter((id) => this.#statements.restore.run(writing, id).changes > 0),
    );
  }

  /** Last removed first. */
  removed(): RemovedRun[] {
    const rows = this.#database.read(() => this.#statements.removed.all());
    return rows.map(({ id, experiment, removed }) => ({ id, name: experimentOf(experiment).name, removed }));
  }

  /**
   * Deletes one run that was removed before the undo window with all its points; says which, so that more are tried.
   * @param before what is done with it first; where that throws, the run stays
   */
  purgeOne(now: number, before: (runId: string) => void = () => {}): string | undefined {
    return this.#database.write((writing) => {
      const id = this.#statements.purgeable.get(now - undoWindowMs)?.id;
      if (id === undefined) return undefined;
      before(id);
      this.#statements.purge.run(writing, id);
      return id;
    });
  }

  /** Whether the settings of any run have this text in them, removed ones that can be brought back included. */
  isNamed(text: string): boolean {
    return this.#database.read(() => this.#statements.named.get(text)) !== undefined;
  }

  #annotateOne(writing: Writing, id: string, change: AnnotationChange): void {
    const run = this.#statements.run.get(id);
    if (!run) return;
    const { starred, archived, name, addTags = [], removeTags = [] } = change;
    for (const tag of removeTags) this.#statements.removeTag.run(writing, run.key, tag);
    for (const tag of addTags) this.#statements.addTag.run(writing, run.key, tag);
    const experiment = name === undefined ? null : renamed(run.experiment, name);
    // Last, so that the run counts as changed after its tags did.
    this.#statements.change.run(writing, {
      key: run.key,
      notes: notesAfter(run.notes, change) ?? null,
      starred: flag(starred),
      archived: flag(archived),
      experiment,
    });
  }
}

function renamed(experiment: string, name: string): string {
  const changed: Experiment = { ...experimentOf(experiment), name };
  return JSON.stringify(changed);
}

/** With what another window wrote while these were changed, and what both had begun with once. */
function notesAfter(present: string, { notes, notesBefore }: AnnotationChange): string | undefined {
  if (notes === undefined || notesBefore === undefined || [notesBefore, notes].includes(present))
    return notes;
  const own = notes.startsWith(notesBefore) ? notes.slice(notesBefore.length).trimStart() : notes;
  return [present, own].filter((text) => text !== '').join('\n\n');
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

function prepareStatements(database: Database) {
  return {
    run: database.prepare<[string], { key: number; experiment: string; notes: string }>(
      'SELECT key, experiment, notes FROM runs WHERE id = ? AND removed IS NULL',
    ),
    addTag: database.prepareWrite<[number, string]>(
      'INSERT OR IGNORE INTO run_tags (run, tag) VALUES (?, ?)',
    ),
    removeTag: database.prepareWrite<[number, string]>('DELETE FROM run_tags WHERE run = ? AND tag = ?'),
    change: database.prepareWrite<[Record<string, string | number | null>]>(
      `UPDATE runs SET notes = coalesce(@notes, notes), starred = coalesce(@starred, starred),
         archived = coalesce(@archived, archived), experiment = coalesce(@experiment, experiment)
       WHERE key = @key`,
    ),
    setRemoved: database.prepareWrite<[number, string]>(
      'UPDATE runs SET removed = ? WHERE id = ? AND removed IS NULL',
    ),
    restore: database.prepareWrite<[string]>(
      'UPDATE runs SET removed = NULL WHERE id = ? AND removed IS NOT NULL',
    ),
    removed: database.prepare<[], { id: string; experiment: string; removed: number }>(
      'SELECT id, experiment, removed FROM runs WHERE removed IS NOT NULL ORDER BY removed DESC, key DESC',
    ),
    purgeable: database.prepare<[number], { id: string }>(
      'SELECT id FROM runs WHERE removed < ? ORDER BY removed LIMIT 1',
    ),
    named: database.prepare<[string], { id: string }>(
      'SELECT id FROM runs WHERE instr(experiment, ?) > 0 LIMIT 1',
    ),
    purge: database.prepareWrite<[string]>('DELETE FROM runs WHERE id = ? AND removed IS NOT NULL'),
  };
}
