import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { RunGap } from '../../src-shared/runs/run-time';
import type { WorkerLauncher } from '../processes/worker-process';
import type { FoundCheckpoint } from './newest-checkpoint';
import type { RunRecorder } from './run-recorder';
import type { RunTimings } from './run-timings';

/** One run as it was accepted, with all that its workers need. */
export interface AcceptedRun {
  readonly id: string;
  readonly experiment: Experiment;
  /** What its data were read from when it was accepted: workers train on nothing else. */
  readonly data: DataFingerprint;
  readonly engine: EngineChoice;
  /** In the experiment's order. */
  readonly devices: readonly Device[];
  readonly cores: number;
  readonly datasetFolder: string;
  readonly runFolder: string;
  /** Mark of this process, which has the run for as long as nobody takes it for gone. */
  readonly owner: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where a run that goes on stood; undefined for one that begins. */
  readonly from?: FoundCheckpoint;
  /** When a run that has begun before was not going: its start stays where it was. */
  readonly gaps?: readonly RunGap[];
}

export interface RunContext {
  readonly recorder: RunRecorder;
  readonly launcher: WorkerLauncher;
  readonly timings: RunTimings;
  /** Those that the machine has now. */
  readonly devices: () => Promise<readonly Device[]>;
  /** The run is over and all its processes are gone. */
  readonly onOver: () => void;
}
