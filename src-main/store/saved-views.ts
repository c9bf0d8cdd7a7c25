import { randomUUID } from 'node:crypto';
import { BadInputError } from '../../src-shared/errors';
import { longestState, type SavedView, type SavedViewInput } from '../../src-shared/runs/saved-views';
import type { Database } from './database';
import { storedJson } from './stored-json';

type Json = SavedView['state'];

/** Views kept under a name, and the state in which windows and views were left. */
export class SavedViews {
  readonly #statements;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = database.read(() => prepareStatements(database));
  }

  /** By name. */
  list(): SavedView[] {
    const rows = this.#database.read(() => this.#statements.views.all());
    return rows.map(({ state, ...row }) => ({ ...row, state: storedJson(state, 'a saved view') as Json }));
  }

  /** Keeps a new view or changes the one with this id. Throws BadInputError for a state that is too long. */
  save(view: SavedViewInput, time: number): SavedView {
    const saved = { ...view, id: view.id ?? randomUUID(), changed: time, state: view.state as Json };
    const state = textOf(saved.state, `The view ${view.name}`);
    this.#database.write((writing) =>
      this.#statements.saveView.run(writing, saved.id, saved.name, saved.kind, state, saved.changed),
    );
    return saved;
  }

  remove(id: string): void {
    const { changes } = this.#database.write((writing) => this.#statements.removeView.run(writing, id));
    if (changes === 0) throw new BadInputError('This saved view is not there any more.');
  }

  /** What was kept under this key, or null. */
  kept(key: string): Json {
    const row = this.#database.read(() => this.#statements.state.get(key));
    return row ? (storedJson(row.state, 'the state of a window') as Json) : null;
  }

  keep(key: string, state: Json): void {
    const text = textOf(state, `The state of ${key}`);
    this.#database.write((writing) => this.#statements.keepState.run(writing, key, text));
  }
}

function textOf(state: Json, what: string): string {
  const text = JSON.stringify(state);
  if (text.length <= longestState) return text;
  throw new BadInputError(`${what} takes ${text.length} characters; at most ${longestState} are kept.`);
}

function prepareStatements(database: Database) {
  return {
    views: database.prepare<[], Omit<SavedView, 'state'> & { readonly state: string }>(
      'SELECT id, name, kind, state, changed FROM saved_views ORDER BY name, id',
    ),
    saveView: database.prepareWrite<[string, string, string, string, number]>(
      'INSERT OR REPLACE INTO saved_views (id, name, kind, state, changed) VALUES (?, ?, ?, ?, ?)',
    ),
    removeView: database.prepareWrite<[string]>('DELETE FROM saved_views WHERE id = ?'),
    state: database.prepare<[string], { state: string }>('SELECT state FROM kept_states WHERE key = ?'),
    keepState: database.prepareWrite<[string, string]>(
      'INSERT OR REPLACE INTO kept_states (key, state) VALUES (?, ?)',
    ),
  };
}
