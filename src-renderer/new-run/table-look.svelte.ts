import type { ColumnLook, TableLook } from '../../src-shared/data-look';
import { sentenceOf } from '../../src-shared/errors';
import type { Link } from '../link/link.svelte';
import type { Draft } from './draft.svelte';

/** What a column of a table is for. */
export type ColumnUse = 'input' | 'target' | 'left-out' | 'groups' | 'split';

const settingOf = { target: 'data.target', groups: 'data.groups', split: 'data.splitColumn' } as const;
const leftOutPath = 'data.leaveOut';

/** What the table that the form names holds, and what its columns are for. */
export class TableLookState {
  #found: { readonly file: string; readonly look: TableLook } | undefined = $state.raw();
  #trouble: { readonly file: string; readonly text: string } = $state.raw({ file: '', text: '' });
  #isLooking = $state(false);
  readonly #draft: Draft;
  readonly #link: Link;

  constructor(draft: Draft, link: Link) {
    this.#draft = draft;
    this.#link = link;
  }

  get canLook(): boolean {
    return this.#file !== '' && !this.#isLooking;
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** Of the file that is named now; undefined before it was asked for. */
  get look(): TableLook | undefined {
    return this.#found?.file === this.#file ? this.#found.look : undefined;
  }

  get trouble(): string {
    return this.#trouble.file === this.#file ? this.#trouble.text : '';
  }

  async load(): Promise<void> {
    const file = this.#file;
    const columns = this.look?.columns.map(({ name }) => name) ?? [];
    const target = this.#text(settingOf.target);
    this.#isLooking = true;
    try {
      const look = await this.#link.api.lookAtTable(file, ...(columns.includes(target) ? [target] : []));
      this.#found = { file, look };
      this.#trouble = { file, text: '' };
    } catch (error) {
      this.#trouble = { file, text: sentenceOf(error, 'Looking at the table') };
    } finally {
      this.#isLooking = false;
    }
  }

  useOf(name: string): ColumnUse {
    if (name === this.#text(settingOf.target)) return 'target';
    if (name === this.#text(settingOf.groups)) return 'groups';
    if (name === this.#text(settingOf.split)) return 'split';
    return this.#leftOut.includes(name) ? 'left-out' : 'input';
  }

  /** Writes what a column is for into the form; what was predicted before is an input again. */
  use({ name, holds }: ColumnLook, use: ColumnUse): void {
    for (const path of Object.values(settingOf)) if (this.#text(path) === name) this.#draft.type(path, '');
    const others = this.#leftOut.filter((one) => one !== name);
    this.#draft.type(leftOutPath, (use === 'left-out' ? [...others, name] : others).join(', '));
    if (use === 'input' || use === 'left-out') return;
    this.#draft.type(settingOf[use], name);
    if (use === 'target')
      this.#draft.type('data.task', holds.kind === 'texts' ? 'classification' : 'regression');
  }

  get #file(): string {
    return this.#text('data.path');
  }

  get #leftOut(): readonly string[] {
    return this.#text(leftOutPath)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  #text(path: string): string {
    return (this.#draft.texts[path] ?? '').trim();
  }
}
