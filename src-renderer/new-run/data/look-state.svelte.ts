import type { ColumnLook, DataLook, TableLook } from '../../../src-shared/data/data-look';
import { guessedData } from '../../../src-shared/data/guessed-data';
import { type PartsOfLook, partsOfLook } from '../../../src-shared/data/look-parts';
import { asTold, type Dialect, dialectSchema } from '../../../src-shared/experiment/data/dialect';
import { taskTitles } from '../../../src-shared/tasks';
import { AskedTask } from '../../link/asked-task.svelte';
import type { Link } from '../../link/link.svelte';
import { textsOf } from '../../settings/assemble';
import { inFormWords } from '../../settings/form-words';
import { namesInText } from '../../settings/name-list';
import type { Draft } from '../draft.svelte';
import { type ColumnUses, RowUses, StepUses } from './column-uses';

/** What the data of a person's own hold that the form names, and what the columns of a table are for. */
export class LookState {
  readonly task: AskedTask<DataLook>;
  #found: { readonly path: string; readonly look: DataLook } | undefined = $state.raw();
  #trouble: { readonly path: string; readonly text: string } = $state.raw({ path: '', text: '' });
  readonly #draft: Draft;
  readonly #link: Link;

  readonly #ofRows: ColumnUses;
  readonly #ofSteps: ColumnUses;

  constructor(draft: Draft, link: Link) {
    this.#draft = draft;
    this.#ofRows = new RowUses(draft, {
      holdsTexts: (column) => this.#column(column)?.holds.kind === 'texts',
      namesRows: (column) => this.#column(column)?.namesRows ?? false,
    });
    this.#ofSteps = new StepUses(draft);
    this.#link = link;
    this.task = new AskedTask(link);
  }

  get canLook(): boolean {
    return this.path !== '' && !this.isLooking;
  }

  get isLooking(): boolean {
    return this.task.isGoing;
  }

  /** Of what is named now; undefined before it was asked for. */
  get look(): DataLook | undefined {
    return this.#found?.path === this.path ? this.#found.look : undefined;
  }

  get table(): TableLook | undefined {
    return this.look?.kind === 'table' ? this.look : undefined;
  }

  /** A sentence of the look in the words of the form, as it is for these data. */
  inWords(sentence: string): string {
    return inFormWords(sentence, {}, this.#draft.texts);
  }

  get trouble(): string {
    return this.#trouble.path === this.path ? this.#trouble.text : '';
  }

  get path(): string {
    return this.#text('data.path');
  }

  /** The data that it seems to be, where the form says other ones. */
  get otherDataset(): string | undefined {
    const dataset = this.look && String(guessedData(this.look).dataset);
    const isTable = this.look?.kind === 'table' && this.#draft.dataset === 'table';
    return dataset === this.#draft.dataset || isTable ? undefined : dataset;
  }

  /** How many items each part has, by the shares that the form says. */
  get parts(): PartsOfLook | undefined {
    const number = (name: string) => Number(this.#text(`data.${name}`) || 'NaN');
    return (
      this.look &&
      partsOfLook(this.look, {
        dataset: this.#draft.dataset,
        testFraction: number('testFraction'),
        validationFraction: number('validationFraction'),
        groups: this.#text('data.groups'),
        splitColumn: this.#text('data.splitColumn'),
        testPath: this.#text('data.testPath'),
        history: number('history'),
        horizon: number('horizon'),
        stride: number('stride'),
        leavesOut: this.#text('data.leaveOutPeriod') !== '',
      })
    );
  }

  async load(): Promise<void> {
    const { path } = this;
    const [target = ''] = namesInText(this.#text('data.target'));
    const isThere = this.table?.columns.some(({ name }) => name === target) ?? false;
    await this.task.ask(taskTitles.look(path), 'Looking at the data', () =>
      this.#link.api.lookAtData(path, this.#dialect, ...(isThere ? [target] : [])),
    );
    const { result, trouble } = this.task;
    if (result) this.#found = { path, look: result };
    this.#trouble = { path, text: trouble };
  }

  /** Looks, and fills the form with what the data seem to be, for the person to change. */
  async loadAndGuess(): Promise<void> {
    await this.load();
    this.takeGuess();
  }

  /** Writes into the form what the data seem to be. */
  takeGuess(): void {
    if (!this.look) return;
    const { dataset, path, ...settings } = guessedData(this.look);
    this.#draft.chooseDataset(String(dataset));
    // As the person named it: of this the look is.
    const texts = textsOf({ data: { dataset, path: this.path, ...settings } });
    for (const name of Object.keys(settings)) this.#draft.type(`data.${name}`, texts[`data.${name}`] ?? '');
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

  /** What the columns of a table are for, in the form. */
  get uses(): ColumnUses {
    return this.#draft.dataset === 'time-series' ? this.#ofSteps : this.#ofRows;
  }

  get #dialect(): Dialect {
    const told = Object.keys(asTold).map((name) => [name, this.#text(`data.${name}`) || undefined]);
    const parsed = dialectSchema.safeParse(Object.fromEntries(told));
    return parsed.success ? parsed.data : asTold;
  }

  #column(column: string): ColumnLook | undefined {
    return this.table?.columns.find(({ name }) => name === column);
  }

  #text(path: string): string {
    return (this.#draft.texts[path] ?? '').trim();
  }
}
