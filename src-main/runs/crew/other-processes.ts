import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import type { RunReader } from '../../store/run-reader';
import type { RunTable } from '../../store/run-table';

/** Tells the views here what other processes do to the runs they share the store with. */
export class OtherProcesses {
  #version: number;
  #revision: number;
  #generation: number;
  readonly #reader: RunReader;
  readonly #table: RunTable;
  readonly #onEvent: (event: CoreEvent) => void;
  readonly #onWritten: () => void;

  /** @param onWritten called first where others wrote since the last look */
  constructor(
    reader: RunReader,
    table: RunTable,
    onEvent: (event: CoreEvent) => void,
    onWritten: () => void = () => {},
  ) {
    this.#onWritten = onWritten;
    this.#reader = reader;
    this.#table = table;
    this.#onEvent = onEvent;
    this.#version = reader.versionOfOthers();
    this.#revision = table.version();
    this.#generation = table.storeGeneration();
  }

  /** Reports every run that changed, came or went since the last look; quick where no other process wrote. */
  look(): void {
    const version = this.#reader.versionOfOthers();
    if (version === this.#version) return;
    this.#onWritten();
    this.#version = version;
    if (this.#isOtherStore()) {
      this.#revision = this.#table.version();
      this.#onEvent({ type: 'restored' });
    } else void this.#tell();
  }

  /** Others are answered meanwhile: another process may have written thousands of runs. */
  async #tell(): Promise<void> {
    try {
      await this.#table.read();
      const before = this.#revision;
      this.#revision = this.#table.version();
      this.#tellSince(before);
    } catch {
      // A store that cannot be read now is read again once others have written more.
    }
  }

  #isOtherStore(): boolean {
    const before = this.#generation;
    this.#generation = this.#table.storeGeneration();
    return this.#generation !== before;
  }

  #tellSince(revision: number): void {
    for (const news of this.#table.newsSince(revision)) {
      if (news.type === 'gone') this.#onEvent({ type: 'removed', runId: news.runId });
      else {
        this.#onEvent({ type: 'run', run: news.run });
        this.#onEvent({ type: 'news', runId: news.run.id, hasLines: true });
      }
    }
  }
}
