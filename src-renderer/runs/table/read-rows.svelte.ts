import { sentenceOf } from '../../../src-shared/errors';
import type { FoundRuns, FoundRunsRequest } from '../../../src-shared/runs/run-table';
import type { RunSummary } from '../../../src-shared/runs/runs';
import type { Link } from '../../link/link.svelte';
import type { RunList } from '../list.svelte';
import type { ReadPage } from './table-item';

/** As many as a box of a 4K screen shows, with those beside them: one answer, and no longer than it must be. */
const blockRows = 60;

const nothingRead: ReadPage = {
  total: 0,
  matched: 0,
  groups: [],
  groupedBy: undefined,
  hasStudies: false,
  summarised: [],
};

/** What reading needs to know of the table. */
export interface RowsAsked {
  readonly request: () => FoundRunsRequest;
  /** The rows that the lines in sight need. */
  readonly rowsInSight: () => Iterable<number>;
  /** Whether nothing can be read, since the query is wrong. */
  readonly isRefused: () => boolean;
}

/** The rows of the table of runs that have been read, block by block as they come into sight, and what was read with them. */
export class ReadRows {
  readonly #link: Link;
  readonly #runs: RunList;
  readonly #asked: RowsAsked;
  #page: ReadPage = $state.raw(nothingRead);
  #ids: ReadonlyMap<number, string> = $state.raw(new Map());
  #loaded: boolean = $state(false);
  #trouble: string = $state('');
  /** Grows when everything is to be read anew: answers of the time before are thrown away. */
  #edition = 0;
  /** The edition that the rows are of: those of the one before show until the first answer of the next. */
  #editionOfIds = 0;
  readonly #blocks = new Set<number>();
  #isLeft = false;

  constructor(link: Link, runs: RunList, asked: RowsAsked) {
    this.#link = link;
    this.#runs = runs;
    this.#asked = asked;
  }

  get page(): ReadPage {
    return this.#page;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get trouble(): string {
    return this.#trouble;
  }

  /** Whether the table is gone, so that nothing is in sight any more. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  leave(isLeft: boolean): void {
    this.#isLeft = isLeft;
  }

  /** The run of a row, from 0; undefined where it has not been read. */
  run(row: number): RunSummary | undefined {
    const id = this.#ids.get(row);
    return id === undefined ? undefined : this.#runs.get(id);
  }

  /** Of the rows, those that have been read and are among these runs. */
  among(first: number, count: number, ids: ReadonlySet<string>): number {
    if (ids.size === 0) return 0;
    const own = Array.from({ length: count }, (_, place) => this.#ids.get(first + place) ?? '');
    return own.filter((id) => ids.has(id)).length;
  }

  /**
   * All runs that are found, in sight or not; none where they cannot be read, which `trouble` tells. Of one answer: rows that were read
   * block by block can be of different moments, and what is chosen by them may be deleted.
   */
  async found(): Promise<FoundRuns> {
    try {
      return await this.#link.api.foundRuns(this.#asked.request());
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the runs');
      return { ids: [], groups: [] };
    }
  }

  /** Reads everything in sight anew. */
  async readAnew(): Promise<void> {
    this.#edition += 1;
    this.#blocks.clear();
    await this.readInSight();
  }

  /** Reads what is in sight and has not been asked for. */
  async readInSight(): Promise<void> {
    // Before the first reading, which is due, lines come into sight: they would be asked for twice just when a person waits for them.
    if (this.#edition === 0 || this.#asked.isRefused()) return;
    // What is read can move other rows into sight: groups come with it.
    const unread = () => [...this.#blocksInSight()].find((block) => !this.#blocks.has(block));
    for (let block = unread(); block !== undefined; block = unread()) {
      const isRead = await this.#readBlock(block);
      // Which lines are in sight is no longer known once the table is gone; what failed is asked for the next time that something is.
      if (this.#isLeft || !isRead) return;
    }
  }

  /** The first block where nothing is known yet. */
  #blocksInSight(): ReadonlySet<number> {
    const blocks = new Set<number>();
    for (const row of this.#asked.rowsInSight()) blocks.add(Math.floor(row / blockRows));
    return this.#blocks.size === 0 && blocks.size === 0 ? new Set([0]) : blocks;
  }

  /** Returns false where it failed. */
  async #readBlock(block: number): Promise<boolean> {
    this.#blocks.add(block);
    const edition = this.#edition;
    const from = block * blockRows;
    const request = this.#asked.request();
    try {
      const { rows, ...page } = await this.#link.api.runsPage({ ...request, from, count: blockRows });
      if (edition !== this.#edition) return true;
      this.#runs.add(rows);
      const known = this.#editionOfIds === edition ? this.#ids : [];
      this.#editionOfIds = edition;
      this.#ids = new Map([...known, ...rows.map(({ id }, index) => [from + index, id] as const)]);
      this.#page = { ...page, summarised: request.summarised };
      this.#trouble = '';
      this.#loaded = true;
      return true;
    } catch (error) {
      if (edition !== this.#edition) return true;
      this.#blocks.delete(block);
      this.#trouble = sentenceOf(error, 'Reading the runs');
      return false;
    }
  }
}
