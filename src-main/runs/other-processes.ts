import type { CoreEvent } from '../../src-shared/api';
import type { RunSummary } from '../../src-shared/runs';
import type { RunReader } from '../store/run-reader';

/** Tells the views here what other processes do to the runs they share the store with. */
export class OtherProcesses {
  private version: number;
  private known: ReadonlyMap<string, string>;

  constructor(
    private readonly reader: RunReader,
    private readonly onEvent: (event: CoreEvent) => void,
  ) {
    this.version = reader.versionOfOthers();
    this.known = fingerprints(reader.list());
  }

  /** Reports every run that changed, came or went since the last look; quick where no other process wrote. */
  look(): void {
    const version = this.reader.versionOfOthers();
    if (version === this.version) return;
    this.version = version;
    const runs = this.reader.list();
    const now = fingerprints(runs);
    for (const run of runs) {
      if (now.get(run.id) === this.known.get(run.id)) continue;
      this.onEvent({ type: 'run', run });
      this.onEvent({ type: 'news', runId: run.id });
    }
    for (const runId of this.known.keys()) if (!now.has(runId)) this.onEvent({ type: 'removed', runId });
    this.known = now;
  }
}

function fingerprints(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  return new Map(runs.map((run) => [run.id, JSON.stringify(run)]));
}
