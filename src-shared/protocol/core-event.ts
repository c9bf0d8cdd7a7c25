import type { DeviceReport } from '../devices/devices';
import type { RunSummary } from '../runs/runs';
import type { ServerState } from '../servers';
import type { StoreHealth } from '../storage';
import type { StudySummary } from '../study/study-report';
import type { TaskProgress } from '../tasks';

/** What the core tells every connected view by itself. */
export type CoreEvent =
  | { readonly type: 'run'; readonly run: RunSummary }
  | { readonly type: 'removed'; readonly runId: string }
  /**
   * A person changed, removed or brought back so many runs at once that they are not told of one by one: a view reads those again that it
   * shows.
   */
  | { readonly type: 'many'; readonly became: 'changed' | 'removed'; readonly runIds: readonly string[] }
  /** This process gave no sign of life, and others took the run from it: it ended its own workers of it. `reason` is a sentence. */
  | { readonly type: 'left'; readonly runId: string; readonly reason: string }
  /** Order or devices of the queue changed; a view that shows it asks again. */
  | { readonly type: 'queue' }
  /**
   * New metric points or, where `hasLines`, log lines are stored for this run; a view that shows it asks for what is new.
   */
  | { readonly type: 'news'; readonly runId: string; readonly hasLines: boolean }
  | { readonly type: 'devices'; readonly report: DeviceReport }
  | { readonly type: 'task'; readonly task: TaskProgress }
  /** A connection to another machine is open, lost, back or over. */
  | { readonly type: 'servers'; readonly servers: readonly ServerState[] }
  /** The database refuses writes, or takes them again. */
  | { readonly type: 'storage'; readonly health: StoreHealth }
  /** Of what is kept beside runs something was added or deleted, perhaps by another window; a view that shows it asks again. */
  | { readonly type: 'kept'; readonly what: 'views' | 'backups' | 'checkpoints' }
  /** A backup is in the database's place: what a view has read is of another one. */
  | { readonly type: 'restored' }
  /** A study began, ended, or has a run that did. */
  | { readonly type: 'study'; readonly study: StudySummary };
