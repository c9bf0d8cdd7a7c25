import { sentenceOf } from '../../../src-shared/errors';
import { isHighestFirst } from '../../../src-shared/runs/best-first';
import { type QueryError, unknownColumn } from '../../../src-shared/runs/run-query';
import { parseRunQuery } from '../../../src-shared/runs/run-query-parser';
import type { FoundRunsRequest, RunColumn, RunGroup } from '../../../src-shared/runs/run-table';
import type { RunSummary } from '../../../src-shared/runs/runs';
import type { Spread } from '../../../src-shared/study/study-results';
import type { Link } from '../../link/link.svelte';
import { remember, remembered } from '../../ui/memory';
import type { RunList } from '../list.svelte';
import { Folds } from './folds.svelte';
import { type GroupedLine, GroupLayout, groupKey } from './group-layout';
import { ReadRows } from './read-rows.svelte';
import { type Refreshed, RefreshPace } from './refresh-pace';
import type { TableItem } from './table-item';
import { allowedWidth, readTableView, type TableView, usualColumns } from './table-view';
import { unreadColumn } from './unread-column';

/** The table of runs: what is asked for, and how its lines lie. Only rows in sight are read. */
export class RunTable {
  readonly #link: Link;
  readonly #runs: RunList;
  readonly #read: ReadRows;
  readonly #pace: RefreshPace;
  #view: TableView = $state.raw(readTableView(remembered('runs.table')));
  #columns: readonly RunColumn[] = $state.raw([]);
  #columnTrouble: string = $state('');
  readonly #folds = new Folds();
  readonly #lines = new WeakMap<RunSummary, TableItem>();
  #inSight = { first: 0, last: 0 };
  /** Whether reading the columns failed the last time. */
  #mustReadColumns = false;
  #layout: GroupLayout | undefined = $derived(this.#layoutOfGroups());
  #shown: readonly string[] = $derived(this.#view.columns ?? usualColumns(this.#measured()));
  #error: QueryError | undefined = $derived(this.#queryError());

  constructor(link: Link, runs: RunList) {
    this.#link = link;
    this.#runs = runs;
    this.#read = new ReadRows(link, runs, {
      request: () => this.#request(),
      rowsInSight: () => this.#rowsInSight(),
      isRefused: () => this.#error !== undefined,
    });
    this.#pace = new RefreshPace((what) => void this.#refresh(what));
  }

  get view(): TableView {
    return this.#view;
  }

  /** Every column that some run has. */
  get columns(): readonly RunColumn[] {
    return this.#columns;
  }

  /** What a column holds; until all are read, as the newest runs have it. */
  columnOf(path: string): Pick<RunColumn, 'path' | 'kind' | 'source'> {
    const known = this.#columns.find((column) => column.path === path);
    return known ?? unreadColumn(path, this.#newestUntilRead());
  }

  /** What runs have, as far as that is known. */
  #measured(): ReadonlySet<string> {
    const unread = this.#newestUntilRead().flatMap(({ metrics }) => Object.keys(metrics));
    return new Set([...this.#columns.map(({ path }) => path), ...unread]);
  }

  #newestUntilRead(): readonly RunSummary[] {
    return this.#columns.length === 0 ? this.#runs.newestFirst : [];
  }

  /** Paths of the shown columns, in order, after the run's name. */
  get shownColumns(): readonly string[] {
    return this.#shown;
  }

  /** The columns by which the rows are grouped, until others are read; undefined without groups. */
  get groupedBy(): readonly string[] | undefined {
    return this.#read.page.groupedBy;
  }

  /** Whether some lines are heads of groups, studies among them. */
  get hasGroups(): boolean {
    return this.#layout !== undefined;
  }

  /** Whether the runs of studies could lie under them: some are found, and nothing else groups. */
  get canFoldStudies(): boolean {
    return this.#read.page.hasStudies && this.#view.groupBy.length === 0;
  }

  get foldsStudies(): boolean {
    return this.#view.foldStudies ?? true;
  }

  /** What a group's runs have of a column in the mean; undefined where that is not asked for, or none has a number. */
  spreadOf(group: RunGroup, column: string): Spread | undefined {
    return group.spreads[this.#read.page.summarised.indexOf(column)];
  }

  /** Runs in the scope. */
  get total(): number {
    return this.#read.page.total;
  }

  /** Runs that the query finds. */
  get matched(): number {
    return this.#read.page.matched;
  }

  get loaded(): boolean {
    return this.#read.loaded;
  }

  get trouble(): string {
    return this.#read.trouble || this.#columnTrouble;
  }

  /** What is wrong with the query, and where. */
  get error(): QueryError | undefined {
    return this.#error;
  }

  /** Lines of the table: runs, and heads of groups. */
  get length(): number {
    return this.#layout?.length ?? this.#read.page.matched;
  }

  /** Whether every group shows its head alone; false without groups. */
  get isFolded(): boolean {
    const { groups } = this.#read.page;
    return this.#layout !== undefined && groups.every((group) => this.#folds.isFolded(group));
  }

  /** The line at an index, from 0. */
  item(index: number): TableItem {
    const line = this.#line(index);
    if (line?.kind === 'head') return { kind: 'group', group: line.group, isFolded: line.isFolded };
    const run = line && this.#read.run(line.row);
    return run ? this.#lineOf(run) : { kind: 'unread' };
  }

  /** The same line for the same run, so that only what has changed is drawn anew. */
  #lineOf(run: RunSummary): TableItem {
    const line = this.#lines.get(run) ?? { kind: 'run', run };
    this.#lines.set(run, line);
    return line;
  }

  #line(index: number): GroupedLine | undefined {
    return this.#layout ? this.#layout.line(index) : { kind: 'run', row: index };
  }

  /** The rows of some lines that are runs. */
  #rowsOf(first: number, last: number): readonly number[] {
    const lines = Array.from({ length: last - first + 1 }, (_, place) => this.#line(first + place));
    return lines.flatMap((line) => (line?.kind === 'run' ? [line.row] : []));
  }

  #rowsInSight(): readonly number[] {
    return this.#rowsOf(this.#inSight.first, this.#inSight.last);
  }

  /** The runs from one to another as they lie now, in sight or not, without those that folded groups hide; none where one is not found. */
  async runIdsBetween(one: string, other: string): Promise<readonly string[]> {
    const { ids, groups } = await this.#read.found();
    const [first, last] = [ids.indexOf(one), ids.indexOf(other)].sort((a, b) => a - b);
    if (first === undefined || last === undefined || first < 0) return [];
    const hidden = groups.filter((group) => this.#folds.isFolded(group));
    const isShown = (row: number) =>
      !hidden.some((group) => row >= group.first && row < group.first + group.runs);
    return ids.flatMap((id, row) => (row >= first && row <= last && isShown(row) ? [id] : []));
  }

  /** All runs that the query finds, in sight or not. */
  async foundIds(): Promise<readonly string[]> {
    return (await this.#read.found()).ids;
  }

  /** The runs of a group, folded or not, wherever it lies by now. */
  async idsOfGroup(group: RunGroup): Promise<readonly string[]> {
    const { ids, groups } = await this.#read.found();
    const now = groups.find((one) => groupKey(one) === groupKey(group));
    return now ? ids.slice(now.first, now.first + now.runs) : [];
  }

  /** How many of a group's runs are among these; of runs that have not been read it is not known yet. */
  tickedOf({ first, runs }: RunGroup, ids: ReadonlySet<string>): number {
    return this.#read.among(first, runs, ids);
  }

  /** Hides the runs of a group, or shows them again. */
  fold(group: RunGroup): void {
    this.#folds.turn(group);
  }

  /** Hides the runs of every group, or shows them all. */
  foldAll(isFolded: boolean): void {
    this.#folds.turnAll(this.#read.page.groups, isFolded);
  }

  /** Changes what is asked for, and keeps it for the next time. */
  change(part: Partial<TableView>): void {
    this.#view = { ...this.#view, ...part };
    const isOfLooks = Object.keys(part).every((key) => key === 'columns' || key === 'widths');
    // Groups tell means of the columns that are shown.
    if (!isOfLooks || (part.columns && this.#layout)) this.#pace.now();
    remember('runs.table', JSON.stringify(this.#view));
  }

  /** Sorts by a column, the best or the newest first, or the other way round where it is sorted by that. */
  sortBy(column: string): void {
    const { sort } = this.#view;
    const begins = isHighestFirst(this.columnOf(column));
    this.change({ sort: { column, descending: sort?.column === column ? !sort.descending : begins } });
  }

  /** Draws a column wider or narrower. */
  widen(column: string, pixels: number): void {
    this.change({ widths: { ...this.#view.widths, [column]: allowedWidth(pixels) } });
  }

  /** The lines in sight are these: their runs are read where they have not been. */
  show(first: number, last: number): void {
    this.#inSight = { first, last };
    void this.#read.readInSight();
  }

  /** Reads the table and follows what happens to the runs. Returns the function that ends it. */
  follow(): () => void {
    this.#read.leave(false);
    const ends = [
      this.#link.onConnected(() => this.#pace.later(0, 'rows and columns')),
      this.#link.onEvent((event) => this.#pace.take(event)),
    ];
    return () => {
      this.#read.leave(true);
      this.#pace.end();
      for (const end of ends) end();
    };
  }

  #layoutOfGroups(): GroupLayout | undefined {
    const { groups, groupedBy, matched } = this.#read.page;
    const hasGroups = groupedBy !== undefined || groups.length > 0;
    return hasGroups ? new GroupLayout(groups, matched, (group) => this.#folds.isFolded(group)) : undefined;
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

  async #refresh(what: Refreshed): Promise<void> {
    await Promise.all([
      this.#read.readAnew(),
      what === 'rows and columns' || this.#mustReadColumns ? this.#readColumns() : undefined,
    ]);
    // Which columns have means is known once the columns are; rows do not wait for them.
    const isTold = this.#request().summarised.join() === this.#read.page.summarised.join();
    if (!isTold && this.hasGroups && !this.#read.isLeft) this.#pace.later(0);
  }

  async #readColumns(): Promise<void> {
    this.#mustReadColumns = false;
    try {
      const columns = await this.#link.api.runColumns();
      // The same ones again must not draw every cell anew.
      if (JSON.stringify(columns) !== JSON.stringify(this.#columns)) this.#columns = columns;
      this.#columnTrouble = '';
    } catch (error) {
      this.#mustReadColumns = true;
      this.#columnTrouble = sentenceOf(error, 'Reading the columns of the runs');
    }
  }

  #request(): FoundRunsRequest {
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
