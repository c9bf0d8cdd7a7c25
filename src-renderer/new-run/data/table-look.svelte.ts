import type { ColumnLook, TableLook } from '../../../src-shared/data/data-look';
import { BadInputError, sentenceOf } from '../../../src-shared/errors';
import { asTold, type Dialect, dialectSchema } from '../../../src-shared/experiment/data/dialect';
import type { Link } from '../../link/link.svelte';
import { namesInText, textOfNames } from '../../settings/name-list';
import type { Draft } from '../draft.svelte';
import { headsOfColumns } from '../heads-form';

/** What a column of a table is for. */
export type ColumnUse = 'input' | 'target' | 'another-target' | 'left-out' | 'groups' | 'split';

const settingOf = { groups: 'data.groups', split: 'data.splitColumn' } as const;
const targetPath = 'data.target';
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
    const [target = ''] = this.#names(targetPath);
    this.#isLooking = true;
    try {
      const look = await this.#link.api.lookAtData(
        file,
        this.#dialect,
        ...(columns.includes(target) ? [target] : []),
      );
      if (look.kind !== 'table') throw new BadInputError(`${file} is no table.`);
      this.#found = { file, look };
      this.#trouble = { file, text: '' };
    } catch (error) {
      this.#trouble = { file, text: sentenceOf(error, 'Looking at the table') };
    } finally {
      this.#isLooking = false;
    }
  }

  /** How the file's cells are written, as the form says. */
  wayOf(name: keyof Dialect): string {
    return this.#dialect[name];
  }

  /** Writes how the file's cells are written into the form, and looks again. */
  async tell(name: keyof Dialect, way: string): Promise<void> {
    this.#draft.type(`data.${name}`, way);
    await this.load();
  }

  useOf(name: string): ColumnUse {
    const place = this.#names(targetPath).indexOf(name);
    if (place >= 0) return place === 0 ? 'target' : 'another-target';
    if (name === this.#text(settingOf.groups)) return 'groups';
    if (name === this.#text(settingOf.split)) return 'split';
    const isLeftOut = this.#names(leftOutPath).includes(name) || this.#namesRows(name);
    return isLeftOut ? 'left-out' : 'input';
  }

  /**
   * Writes what a column is for into the form. One to predict takes the place of all that were predicted before, which are
   * inputs again; another one to predict comes beside them.
   */
  use({ name, holds }: ColumnLook, use: ColumnUse): void {
    for (const path of Object.values(settingOf)) if (this.#text(path) === name) this.#draft.type(path, '');
    const targets = this.#without(targetPath, name);
    const leftOut = this.#without(leftOutPath, name);
    this.#draft.type(leftOutPath, textOfNames(use === 'left-out' ? [...leftOut, name] : leftOut));
    const predicted = { target: [name], 'another-target': [...targets, name] };
    const isPredicted = use === 'target' || use === 'another-target';
    const now = isPredicted ? predicted[use] : targets;
    this.#draft.type(targetPath, textOfNames(now));
    if (use === 'groups' || use === 'split') this.#draft.type(settingOf[use], name);
    if (isPredicted) this.#draft.type('data.task', holds.kind === 'texts' ? 'classification' : 'regression');
    this.#draft.type(
      'data.heads',
      headsOfColumns(this.#draft.texts, now, (column) => this.#holdsTexts(column)),
    );
  }

  get #dialect(): Dialect {
    const told = Object.keys(asTold).map((name) => [name, this.#text(`data.${name}`) || undefined]);
    const parsed = dialectSchema.safeParse(Object.fromEntries(told));
    return parsed.success ? parsed.data : asTold;
  }

  get #file(): string {
    return this.#text('data.path');
  }

  /** What a run leaves out by itself. */
  #namesRows(column: string): boolean {
    return this.look?.columns.some(({ name, namesRows }) => name === column && namesRows) ?? false;
  }

  #holdsTexts(column: string): boolean {
    return this.look?.columns.some(({ name, holds }) => name === column && holds.kind === 'texts') ?? false;
  }

  #names(path: string): readonly string[] {
    return namesInText(this.#text(path));
  }

  #without(path: string, name: string): readonly string[] {
    return this.#names(path).filter((one) => one !== name);
  }

  #text(path: string): string {
    return (this.#draft.texts[path] ?? '').trim();
  }
}
