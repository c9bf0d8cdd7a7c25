import { cpus } from 'node:os';
import type { DeviceReport } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { About, Api } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver } from '../../src-shared/runs/runs';
import { ClusterRuns } from '../cluster/cluster-runs';
import type { JobTimings } from '../cluster/followed-job';
import { Slurm } from '../cluster/slurm/slurm';
import { DeviceWatch, readDevices } from '../devices/devices';
import { CountingWorker } from '../estimates/counting-worker';
import { RunEstimates } from '../estimates/run-estimates';
import { keepAllInThread } from '../networks/network-in-thread';
import { openOwnFolder } from '../own-folder';
import { PosteriorsAtHand } from '../posterior/posteriors-at-hand';
import { isRunning } from '../processes/owner-process';
import type { WorkerLauncher } from '../processes/worker-process';
import { type Learnt, ownFilesOf } from '../refuse-over-input';
import { type OpenServerWindow, Servers } from '../remote/servers';
import type { PrintPage } from '../report/print-page';
import { type CheckedRun, checkRun } from '../runs/check-run';
import { chooseEngine } from '../runs/engine-choice';
import { RemovedRuns } from '../runs/removed-runs';
import { type RunElsewhere, runElsewhere } from '../runs/run-elsewhere';
import { keptEnvironment } from '../runs/run-environment';
import { RunSupervisor } from '../runs/run-supervisor';
import type { RunTimings } from '../runs/run-timings';
import { removeLeftCopies } from '../store/left-copies';
import { openStore, type Store } from '../store/store';
import { RunEndings } from '../studies/run-endings';
import { Studies, type StudiesOptions } from '../studies/studies';
import { type Replaces, WrittenFiles } from '../written-files';
import { answer } from './answer';
import type { ServedCore } from './connection';
import { Listeners } from './listeners';
import { apiMethods } from './methods';
import { Tasks } from './tasks';

export interface CoreOptions {
  /** Folder of the runs and their database. */
  readonly home: string;
  /** Folder of what can be fetched again. */
  readonly cache: string;
  readonly launcher: WorkerLauncher;
  readonly shell: About['shell'];
  readonly timings?: RunTimings;
  readonly jobTimings?: JobTimings;
  /** Without it what the person was asked about: windows ask. */
  readonly replaces?: Replaces;
  /** Missing in shells that cannot print. */
  readonly print?: PrintPage;
  /** Missing in shells that have no windows of their own. */
  readonly serverWindow?: OpenServerWindow;
}

/** The app without a window: what all shells serve. */
export interface Core extends ServedCore {
  /** The methods for code in this process; they throw ParasampleError. */
  readonly api: Api;
  /** The run of a process that is not of this machine; undefined where it is over or of this one. */
  elsewhere(runId: string): RunElsewhere | undefined;
  /** Looks, before long work, whether something is in the way of what it will write. Throws BadInputError, WouldReplaceError. */
  refuseInTheWay(targets: readonly string[]): void;
  /** Interrupts what goes on, waits until all processes are gone, and closes the store. */
  close(): Promise<void>;
}

/** Between two looks at the devices, in milliseconds, while somebody watches. */
const deviceWatchMs = 2000;

/** Opens the store and makes the core ready. Throws ParasampleError where the store cannot be used. */
export function createCore(options: CoreOptions): Core {
  const { home, cache, launcher, shell, replaces = 'asked files' } = options;
  const listeners = new Listeners();
  const endings = new RunEndings();
  const emit = (event: CoreEvent) => {
    endings.take(event);
    if (event.type === 'run' && isOver(event.run.status)) void store.curves.sealRun(event.run.id);
    listeners.tell(event);
  };
  const store = openHome(home);
  const written = new WrittenFiles(home, replaces, () => [...learntByRuns(supervisor), ...studies.learnt()]);
  const tasks = new Tasks((task) => emit({ type: 'task', task }));
  const supervisor = newSupervisor(options, store, emit);
  const studies = new Studies({
    home,
    supervisor,
    endings,
    reader: store.reader,
    written,
    cores: cpus().length,
    ...runsOfStudies(supervisor, cache, home),
    onChange: (study) => emit({ type: 'study', study }),
  });
  const atHand = new PosteriorsAtHand();
  if (shell !== 'command line') watchDevices(listeners);
  const removedRuns = startRemoving(store, supervisor, home);
  const clusterRuns = clusterRunsOf(options, store, supervisor);
  const counting = new CountingWorker(launcher);
  const servers = serversOf(options, store, emit);
  const api = apiMethods({
    estimates: new RunEstimates(counting),
    home,
    cacheFolder: cache,
    shell,
    launcher,
    store,
    supervisor,
    tasks,
    studies,
    removedRuns,
    clusterRuns,
    written,
    atHand,
    servers,
    onEvent: emit,
    ...(options.print ? { print: options.print } : {}),
  });

  return {
    api,
    elsewhere: (runId) => runElsewhere(store.reader.standing(runId), home),
    call: (name, args) => answer(api, name, args),
    subscribe: (listener) => listeners.add(listener),
    refuseInTheWay: (targets) => written.refuseForeign(targets),
    close: async () => {
      servers.closeAll();
      studies.endAll();
      counting.close();
      await clusterRuns.close();
      await Promise.all([supervisor.close(), tasks.close(), atHand.close()]);
      endings.close();
      await studies.settled();
      listeners.clear();
      removedRuns.stop();
      store.close();
    },
  };
}

function newSupervisor(
  { home, cache, launcher, timings }: CoreOptions,
  store: Store,
  onEvent: (event: CoreEvent) => void,
): RunSupervisor {
  return new RunSupervisor({
    store,
    launcher,
    home,
    cacheFolder: cache,
    engine: () => chooseEngine(cache),
    devices: async () => (await readDevices()).devices,
    onEvent,
    environment: process.env,
    cores: cpus().length,
    ...(timings ? { timings } : {}),
  });
}

/** Their names lie with the windows' state in the database. */
function serversOf(
  { serverWindow }: CoreOptions,
  { views }: Store,
  emit: (event: CoreEvent) => void,
): Servers {
  return new Servers({
    ...(serverWindow ? { openWindow: serverWindow } : {}),
    remembered: {
      read: () => views.kept('servers'),
      write: (hosts) => views.keep('servers', [...hosts]),
    },
    onChange: (servers) => emit({ type: 'servers', servers }),
  });
}

function learntByRuns(supervisor: RunSupervisor): readonly Learnt[] {
  return supervisor
    .list()
    .flatMap(({ id, experiment }) => ownFilesOf(experiment.data).map((path) => ({ path, by: `run ${id}` })));
}

function openHome(home: string): Store {
  const store = openStore(openOwnFolder({ path: home, holds: 'the runs', variable: 'PARASAMPLE_HOME' }));
  removeLeftCopies(home, isRunning);
  return store;
}

/** On the command line a job is followed where a command names its run. */
function clusterRunsOf(
  { home, cache, shell, jobTimings }: CoreOptions,
  store: Store,
  supervisor: RunSupervisor,
): ClusterRuns {
  const runs = new ClusterRuns({
    home,
    cacheFolder: cache,
    store,
    ledger: supervisor.ledger,
    slurm: new Slurm(),
    ...(jobTimings ? { timings: jobTimings } : {}),
  });
  if (shell !== 'command line') runs.watch();
  return runs;
}

function startRemoving(store: Store, supervisor: RunSupervisor, home: string): RemovedRuns {
  const removed = new RemovedRuns(store, supervisor, home);
  removed.start();
  return removed;
}

/** Nobody looks at telemetry on the command line. */
function watchDevices(listeners: Listeners): void {
  const tell = (report: DeviceReport) => listeners.tell({ type: 'devices', report });
  listeners.whileHeard(new DeviceWatch(tell, deviceWatchMs));
}

/** How studies look at what they start and at what has finished. */
function runsOfStudies(
  supervisor: RunSupervisor,
  cache: string,
  home: string,
): Pick<StudiesOptions, 'engine' | 'check' | 'keep' | 'keptData'> {
  return {
    engine: () => chooseEngine(cache).text,
    check: (experiments) => checkRuns(experiments, cache, home),
    keep: (experiments) => keepAllInThread(experiments, home),
    keptData: (runId) => keptEnvironment(supervisor.runFolder(runId))?.data,
  };
}

/** Checks all runs of a study against this machine as it is now; throws BadInputError naming the one that cannot run. */
async function checkRuns(
  experiments: readonly Experiment[],
  cacheFolder: string,
  home: string,
): Promise<readonly CheckedRun[]> {
  const { devices } = await readDevices();
  const engine = chooseEngine(cacheFolder);
  const checked: CheckedRun[] = [];
  for (const experiment of experiments) {
    try {
      checked.push(await checkRun(experiment, { devices, engine, cacheFolder, home }));
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      throw new BadInputError(`${experiment.name}: ${error.message}`);
    }
  }
  return checked;
}
