import { sentenceOf } from '../../../src-shared/errors';
import { isHighestFirst } from '../../../src-shared/runs/best-first';
import { type QueryError, unknownColumn } from '../../../src-shared/runs/run-query';
import { parseRunQuery } from '../../../src-shared/runs/run-query-parser';
import type { RunColumn, RunGroup } from '../../../src-shared/runs/run-table';
import type { RunStatus, RunSummary } from '../../../src-shared/runs/runs';
import type { Spread } from '../../../src-shared/study/study-results';
import type { Link } from '../../link/link.svelte';
import { remember, remembered } from '../../ui/memory';
import type { RunList } from '../list.svelte';
import { Folds } from './folds.svelte';
import { GroupLayout } from './group-layout';
import type { ReadPage, TableItem } from './table-item';
import { allowedWidth, readTableView, type TableView, usualColumns } from './table-view';

const blockRows = 100;
const refreshDelayMs = 400;
/** A run that only goes on changes its own row; what its new values mean for the order is asked for less often. */
const reorderDelayMs = 5000;

/** The table of runs: what is asked for, and the rows read so far. Only rows in sight are read. */
export class RunTable {
  readonly #link: Link;
  readonly #runs: RunList;
  #view: TableView = $state.raw(readTableView(remembered('runs.table')));
  #columns: readonly RunColumn[] = $state.raw([]);
  #page: ReadPage = $state.raw({
    total: 0,
    matched: 0,
    groups: [],
    groupedBy: undefined,
    hasStudies: false,
    summarised: [],
  });
  #rows: ReadonlyMap<number, string> = $state.raw(new Map());
  #loaded: boolean = $state(false);
  #trouble: string = $state('');
  readonly #folds = new Folds();
  #inSight = { first: 0, last: 0 };
  #edition = 0;
  readonly #asked = new Set<number>();
  readonly #statuses = new Map<string, RunStatus>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLeft = false;
  #due = Infinity;
  /** Reading them takes many times as long as reading rows: only what happens to runs can change them. */
  #mustReadColumns = false;
  #layout: GroupLayout | undefined = $derived(
    this.#page.groupedBy || this.#page.groups.length > 0
      ? new GroupLayout(this.#page.groups, this.#page.matched, (group) => this.#folds.isFolded(group))
      : undefined,
  );
  #shown: readonly string[] = $derived(
    this.#view.columns ?? usualColumns(new Set(this.#columns.map(({ path }) => path))),
  );
  #error: QueryError | undefined = $derived(this.#queryError());

  constructor(link: Link, runs: RunList) {
    this.#link = link;
    this.#runs = runs;
  }

  get view(): TableView {
    return this.#view;
  }

  /** Every column that some run has. */
  get columns(): readonly RunColumn[] {
    return this.#columns;
  }

  /** Paths of the shown columns, in order, after the run's name. */
  get shownColumns(): readonly string[] {
    return this.#shown;
  }

  /** The columns by which the rows are grouped, until others are read; undefined without groups. */
  get groupedBy(): readonly string[] | undefined {
    return this.#page.groupedBy;
  }

  /** Whether some lines are heads of groups, studies among them. */
  get hasGroups(): boolean {
    return this.#layout !== undefined;
  }

  /** Whether the runs of studies could lie under them: some are found, and nothing else groups. */
  get canFoldStudies(): boolean {
    return this.#page.hasStudies && this.#view.groupBy.length === 0;
  }

  get foldsStudies(): boolean {
    return this.#view.foldStudies ?? true;
  }

  /** What a group's runs have of a column in the mean; undefined where that is not asked for, or none has a number. */
  spreadOf(group: RunGroup, column: string): Spread | undefined {
    return group.spreads[this.#page.summarised.indexOf(column)];
  }

  /** Runs in the scope. */
  get total(): number {
    return this.#page.total;
  }

  /** Runs that the query finds. */
  get matched(): number {
    return this.#page.matched;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get trouble(): string {
    return this.#trouble;
  }

  /** What is wrong with the query, and where. */
  get error(): QueryError | undefined {
    return this.#error;
  }

  /** Lines of the table: runs, and heads of groups. */
  get length(): number {
    return this.#layout?.length ?? this.#page.matched;
  }

  /** Whether every group shows its head alone; false without groups. */
  get isFolded(): boolean {
    const { groups } = this.#page;
    return this.#layout !== undefined && groups.every((group) => this.#folds.isFolded(group));
  }

  /** The line at an index, from 0. */
  item(index: number): TableItem {
    const line = this.#layout ? this.#layout.line(index) : { kind: 'run' as const, row: index };
    if (line?.kind === 'head') return { kind: 'group', group: line.group, isFolded: line.isFolded };
    const runId = line && this.#rows.get(line.row);
    const run = runId === undefined ? undefined : this.#runs.get(runId);
    return run ? { kind: 'run', run } : { kind: 'unread' };
  }

  /** The runs of some lines, read where they have not been. */
  async runIdsAt(first: number, last: number): Promise<readonly string[]> {
    const lines = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    const rows = lines.map((index) =>
      this.#layout ? this.#layout.line(index) : { kind: 'run' as const, row: index },
    );
    return this.#idsOfRows(rows.flatMap((line) => (line?.kind === 'run' ? [line.row] : [])));
  }

  /** All runs that the query finds, in sight or not. */
  async foundIds(): Promise<readonly string[]> {
    return this.#idsOfRows(Array.from({ length: this.#page.matched }, (_, row) => row));
  }

  async #idsOfRows(rows: readonly number[]): Promise<readonly string[]> {
    for (const row of rows) if (!this.#rows.has(row)) await this.#readBlock(Math.floor(row / blockRows));
    return rows.flatMap((row) => this.#rows.get(row) ?? []);
  }

  /** The runs of a group, folded or not. */
  async idsOfGroup({ first, runs }: RunGroup): Promise<readonly string[]> {
    return this.#idsOfRows(Array.from({ length: runs }, (_, place) => first + place));
  }

  /** How many of a group's runs are among these; of runs that have not been read it is not known yet. */
  tickedOf({ first, runs }: RunGroup, ids: ReadonlySet<string>): number {
    if (ids.size === 0) return 0;
    return Array.from({ length: runs }, (_, place) => this.#rows.get(first + place) ?? '').filter((id) =>
      ids.has(id),
    ).length;
  }

  /** Hides the runs of a group, or shows them again. */
  fold(group: RunGroup): void {
    this.#folds.turn(group);
  }

  /** Hides the runs of every group, or shows them all. */
  foldAll(isFolded: boolean): void {
    this.#folds.turnAll(this.#page.groups, isFolded);
  }

  /** Changes what is asked for, and keeps it for the next time. */
  change(part: Partial<TableView>): void {
    this.#view = { ...this.#view, ...part };
    remember('runs.table', JSON.stringify(this.#view));
    const isOfLooks = Object.keys(part).every((key) => key === 'columns' || key === 'widths');
    // Groups tell means of the columns that are shown.
    if (!isOfLooks || (part.columns && this.#layout)) this.#refreshLater(0);
  }

  /** Sorts by a column, the best or the newest first, or the other way round where it is sorted by that. */
  sortBy(column: string): void {
    const { sort } = this.#view;
    const known = this.#columns.find(({ path }) => path === column);
    const begins = isHighestFirst(known ?? { path: column, kind: 'text' });
    this.change({ sort: { column, descending: sort?.column === column ? !sort.descending : begins } });
  }

  /** Draws a column wider or narrower. */
  widen(column: string, pixels: number): void {
    this.change({ widths: { ...this.#view.widths, [column]: allowedWidth(pixels) } });
  }

  /** The lines in sight are these: their runs are read where they have not been. */
  show(first: number, last: number): void {
    this.#inSight = { first, last };
    void this.#readBlocks();
  }

  /** Reads the table and follows what happens to the runs. Returns the function that ends it. */
  follow(): () => void {
    this.#isLeft = false;
    const ends = [
      this.#link.onConnected(() => this.#refreshAllLater(0)),
      this.#link.onEvent((event) => {
        if (event.type === 'removed') this.#refreshAllLater(refreshDelayMs);
        // Which runs are its own is known once they are begun.
        if (event.type === 'study') this.#refreshLater(refreshDelayMs);
        if (event.type !== 'run') return;
        if (this.#isNews(event.run)) this.#refreshAllLater(refreshDelayMs);
        else this.#refreshLater(reorderDelayMs);
      }),
    ];
    return () => {
      this.#isLeft = true;
      clearTimeout(this.#timer);
      this.#due = Infinity;
      for (const end of ends) end();
    };
  }

  /** Whether a run is new, begins, ends or was changed by a person, and does not only go on. */
  #isNews({ id, status }: RunSummary): boolean {
    const before = this.#statuses.get(id);
    this.#statuses.set(id, status);
    return before !== status || status !== 'running';
  }

  #queryError(): QueryError | undefined {
    const parsed = parseRunQuery(this.#view.query);
    if (!parsed.ok) return parsed.error;
    if (this.#columns.length === 0) return undefined;
    return unknownColumn(
      parsed.query,
      this.#columns.map(({ path }) => path),
    );
  }

  #refreshAllLater(delayMs: number): void {
    this.#mustReadColumns = true;
    this.#refreshLater(delayMs);
  }

  #refreshLater(delayMs: number): void {
    const due = performance.now() + delayMs;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Infinity;
      void this.#refresh();
    }, delayMs);
  }

  async #refresh(): Promise<void> {
    this.#edition += 1;
    this.#asked.clear();
    await Promise.all([this.#readBlocks(), this.#mustReadColumns ? this.#readColumns() : undefined]);
    // Which columns have means is known once the columns are; rows do not wait for them.
    const isTold = this.#request().summarised.join() === this.#page.summarised.join();
    if (!isTold && this.hasGroups && !this.#isLeft) this.#refreshLater(0);
  }

  async #readColumns(): Promise<void> {
    this.#mustReadColumns = false;
    try {
      const columns = await this.#link.api.runColumns();
      // The same ones again must not draw every cell anew.
      if (JSON.stringify(columns) !== JSON.stringify(this.#columns)) this.#columns = columns;
    } catch (error) {
      this.#mustReadColumns = true;
      this.#trouble = sentenceOf(error, 'Reading the columns of the runs');
    }
  }

  async #readBlocks(): Promise<void> {
    if (this.#error) return;
    // What is read can move other rows into sight: groups come with it.
    const unread = () => [...this.#blocksInSight()].find((block) => !this.#asked.has(block));
    for (let block = unread(); block !== undefined; block = unread()) {
      await this.#readBlock(block);
      // Which lines are in sight is no longer known once the table is gone.
      if (this.#isLeft) return;
    }
  }

  /** Blocks of rows that the lines in sight need; the first one where nothing is known yet. */
  #blocksInSight(): ReadonlySet<number> {
    const blocks = new Set<number>();
    for (let index = this.#inSight.first; index <= this.#inSight.last; index++) {
      const line = this.#layout ? this.#layout.line(index) : { kind: 'run' as const, row: index };
      if (line?.kind === 'run') blocks.add(Math.floor(line.row / blockRows));
    }
    return this.#asked.size === 0 && blocks.size === 0 ? new Set([0]) : blocks;
  }

  async #readBlock(block: number): Promise<void> {
    if (this.#asked.has(block)) return;
    this.#asked.add(block);
    const edition = this.#edition;
    const from = block * blockRows;
    const request = this.#request();
    try {
      const { rows, ...page } = await this.#link.api.runsPage({ ...request, from, count: blockRows });
      if (edition !== this.#edition) return;
      this.#runs.add(rows);
      const known = this.#asked.size === 1 ? [] : this.#rows;
      this.#rows = new Map([...known, ...rows.map(({ id }, index) => [from + index, id] as const)]);
      this.#page = { ...page, summarised: request.summarised };
      this.#trouble = '';
      this.#loaded = true;
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the runs');
    }
  }

  #request() {
    const { query, scope, sort, groupBy } = this.#view;
    const foldStudies = this.foldsStudies;
    const hasGroups = groupBy.length > 0 || foldStudies;
    const summarised = hasGroups ? this.#shown.filter((path) => this.#isSummarised(path)) : [];
    return { query, scope, sort: sort ? [sort] : [], groupBy, foldStudies, summarised };
  }

  #isSummarised(path: string): boolean {
    return path === 'duration' || this.#columns.find((one) => one.path === path)?.source === 'metric';
  }
}
