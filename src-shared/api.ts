import { z } from 'zod';
import type { DeviceReport } from './devices';
import type { FailureKind } from './errors';
import { type DatasetId, datasetIdSchema, type Experiment } from './experiment';
import type { Checked } from './problems';
import type { LogLine, RunSummary, StoredPoint } from './runs';
import type { LeastSure } from './worker-protocol';

/** The one API that all shells serve. Arguments come from outside and are checked by these schemas. */
const runId = z.string().regex(/^[a-z0-9-]{1,64}$/);
const nothing = z.tuple([]);
/** Parasample's own file, or torch_blue's state_dict with a Python file that loads it. */
export const exportFormatSchema = z.enum(['safetensors', 'torch-blue']);

export const apiArguments = {
  about: nothing,
  devices: nothing,
  datasets: nothing,
  presets: nothing,
  /** Checks an experiment fully: shape, parts against each other, devices of this machine. Starts nothing. */
  check: z.tuple([z.unknown()]),
  start: z.tuple([z.unknown()]),
  stop: z.tuple([runId]),
  runs: nothing,
  run: z.tuple([runId]),
  /** Points with an id above `after`, oldest first, at most `limit` (20,000). */
  metrics: z.tuple([runId, z.int().min(0)]),
  logs: z.tuple([runId, z.int().min(0)]),
  leastSure: z.tuple([runId]),
  /** Writes into a folder; without one, into the app's own exports folder. The format is safetensors unless named. */
  exportPosterior: z.tuple([runId, z.string().min(1).optional(), exportFormatSchema.optional()]),
  remove: z.tuple([runId]),
  fetchDataset: z.tuple([datasetIdSchema]),
  cancelTask: z.tuple([z.string().min(1)]),
} as const;

export type ExportFormat = z.output<typeof exportFormatSchema>;
export type ApiName = keyof typeof apiArguments;
export type ApiArguments<Name extends ApiName> = z.output<(typeof apiArguments)[Name]>;

export interface ApiResults {
  readonly about: About;
  readonly devices: DeviceReport;
  readonly datasets: readonly DatasetInfo[];
  readonly presets: readonly Preset[];
  readonly check: Checked;
  readonly start: { readonly runId: string };
  readonly stop: null;
  readonly runs: readonly RunSummary[];
  readonly run: RunSummary;
  readonly metrics: readonly StoredPoint[];
  readonly logs: readonly LogLine[];
  readonly leastSure: LeastSure;
  readonly exportPosterior: { readonly files: readonly string[] };
  readonly remove: null;
  readonly fetchDataset: { readonly taskId: string };
  readonly cancelTask: null;
}

/** The API as its caller sees it. Errors arrive as data and are thrown by the client as ParasampleError. */
export type Api = {
  readonly [Name in ApiName]: (...args: z.input<(typeof apiArguments)[Name]>) => Promise<ApiResults[Name]>;
};

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly kind: FailureKind; readonly message: string };

/** What the core tells every connected view by itself. */
export type CoreEvent =
  | { readonly type: 'run'; readonly run: RunSummary }
  | { readonly type: 'removed'; readonly runId: string }
  /** New metric points or log lines are stored for this run; a view that shows it asks for what is new. */
  | { readonly type: 'news'; readonly runId: string }
  | { readonly type: 'devices'; readonly report: DeviceReport }
  | { readonly type: 'task'; readonly task: TaskProgress };

/** Long work that is no run: fetching data, exporting. */
export interface TaskProgress {
  readonly id: string;
  readonly title: string;
  readonly state: 'going' | 'done' | 'failed' | 'cancelled';
  readonly doneMB: number;
  readonly totalMB?: number;
  /** Why it failed. */
  readonly message?: string;
}

export interface About {
  readonly version: string;
  readonly shell: 'electron' | 'browser' | 'command line';
  /** What the workers train with. */
  readonly engine: {
    readonly kind: 'tensorflow' | 'javascript';
    readonly text: string;
    /** Set where the engine is the slow one: why, and the remedy. */
    readonly warning?: string;
  };
  readonly home: string;
}

export interface DatasetInfo {
  readonly id: DatasetId;
  readonly title: string;
  readonly about: string;
  readonly licence: string;
  readonly state: 'ready' | 'not-fetched' | 'fetching';
  readonly downloadMB: number;
  readonly trainItems: number;
  readonly testItems: number;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: readonly string[];
}

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly experiment: Experiment;
}
