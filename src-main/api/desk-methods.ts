import { setImmediate as othersFirst } from 'node:timers/promises';
import { laplaceRequestSchema } from '../../src-shared/experiment/methods/laplace';
import type { Api } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { foundRunsSchema, runsPageSchema } from '../../src-shared/runs/run-table';
import type { ClusterRuns } from '../cluster/cluster-runs';
import { takesDevicesHere } from '../processes/cluster-owner';
import { stepOfNewest } from '../runs/newest-checkpoint';
import { readQueue } from '../runs/queue/queue-forecast';
import type { RemovedRuns } from '../runs/removed-runs';
import type { RunSupervisor } from '../runs/run-supervisor';
import { foundRuns, runsPage, type TableRows } from '../store/run-page';
import type { Store } from '../store/store';
import { warmTable } from '../store/warm-table';
import type { Studies } from '../studies/studies';

export interface DeskContext {
  readonly studies: Pick<Studies, 'byRun'>;
  readonly store: Store;
  readonly supervisor: RunSupervisor;
  readonly removedRuns: RemovedRuns;
  readonly clusterRuns: ClusterRuns;
  readonly onEvent: (event: CoreEvent) => void;
}

/** So many runs are looked at before other questions are answered. */
const runsAtOnce = 100;

/** More are told of together: of 10,000, a message for each took a window and the core a second and more. */
const mostToldSingly = 100;

async function inTurns(runIds: readonly string[], act: (runId: string) => void): Promise<void> {
  for (let first = 0; first < runIds.length; first += runsAtOnce) {
    if (first > 0) await othersFirst();
    for (const runId of runIds.slice(first, first + runsAtOnce)) act(runId);
  }
}

type TableApi = Pick<
  Api,
  'runsPage' | 'foundRuns' | 'runColumns' | 'annotate' | 'removeMany' | 'restoreRemoved' | 'removedRuns'
>;

/** The table of runs and what a person does to its rows. */
export function tableMethods({ store, supervisor, studies, removedRuns, onEvent }: DeskContext): TableApi {
  const table = (): TableRows => ({
    rows: store.table.rows(),
    paths: store.table.paths(),
    studies: studies.byRun(),
    valuesOf: store.table.valuesOf,
    differingSettings: store.table.differingSettings,
  });
  let isWarm = false;
  const tellOf = (became: 'changed' | 'removed', runIds: readonly string[]) => {
    if (runIds.length > mostToldSingly) onEvent({ type: 'many', became, runIds });
    else if (became === 'removed') for (const runId of runIds) onEvent({ type: 'removed', runId });
    else for (const runId of runIds) onEvent({ type: 'run', run: supervisor.summary(runId) });
  };
  return {
    runsPage: async (request) => {
      await store.table.read();
      // Every window asks for the newest runs when it opens, mostly a while before its person asks anything.
      if (!isWarm) warmTable({ asked: table, stored: store.table });
      isWarm = true;
      const page = runsPage(table(), runsPageSchema.parse(request));
      return { ...page, rows: page.rows.map((run) => supervisor.current(run)) };
    },
    foundRuns: async (request) => {
      await store.table.read();
      return foundRuns(table(), foundRunsSchema.parse(request));
    },
    runColumns: async () => {
      await store.table.read();
      while (store.table.prepareColumns(runsAtOnce)) await othersFirst();
      return store.table.columns();
    },
    annotate: async (runIds, change) => {
      // Reading a whole run takes many times as long as a look at whether it is there; one that is not is told of.
      await inTurns(runIds, (runId) => void (store.reader.standing(runId) ?? supervisor.summary(runId)));
      store.annotations.annotate(runIds, change);
      tellOf('changed', runIds);
      return null;
    },
    removeMany: async (runIds) => {
      removedRuns.remove(runIds);
      tellOf('removed', runIds);
      return null;
    },
    restoreRemoved: async (runIds) => {
      tellOf('changed', store.annotations.restore(runIds));
      return null;
    },
    removedRuns: async () => store.annotations.removed(),
  };
}

type ControlApi = Pick<
  Api,
  | 'startMany'
  | 'stop'
  | 'endNow'
  | 'pause'
  | 'resume'
  | 'continueRun'
  | 'laplace'
  | 'continuesAfter'
  | 'queue'
  | 'moveInQueue'
  | 'assignDevices'
>;

/** Many runs at once, and what happens to them before and while they train. */
export function controlMethods({ store, supervisor, clusterRuns }: DeskContext): ControlApi {
  return {
    startMany: async (experiments, { tags = [] } = {}) => {
      const runIds = await supervisor.startMany(experiments);
      if (tags.length > 0) store.annotations.annotate(runIds, { addTags: tags });
      return { runIds };
    },
    stop: async (runId) => {
      if (clusterRuns.has(runId)) await clusterRuns.stop(runId);
      else supervisor.stop(runId);
      return null;
    },
    endNow: async (runId) => {
      if (clusterRuns.has(runId)) await clusterRuns.cancel(runId);
      else supervisor.stopNow(runId);
      return null;
    },
    pause: async (runId) => {
      supervisor.pause(runId);
      return null;
    },
    resume: async (runId) => {
      supervisor.resume(runId);
      return null;
    },
    continuesAfter: async (runId) =>
      clusterRuns.jobOf(runId)?.checkpointStep ?? stepOfNewest(supervisor.runFolder(runId)),
    continueRun: (runId, devices) =>
      clusterRuns.has(runId) ? clusterRuns.continueRun(runId) : supervisor.continueRun(runId, devices),
    laplace: async (runId, request) => {
      const run = await supervisor.approximate(runId, laplaceRequestSchema.parse(request ?? {}));
      store.annotations.annotate([run.id], {
        notes: `Laplace’s approximation around the networks of ${runId}.`,
      });
      return supervisor.summary(run.id);
    },
    queue: async () => {
      await store.table.read();
      return readQueue(store.reader.open().filter(takesDevicesHere), supervisor.list(), (runId) =>
        supervisor.owns(runId),
      );
    },
    moveInQueue: async (runId, move) => {
      supervisor.moveInQueue(runId, move);
      return null;
    },
    assignDevices: (runId, devices) => supervisor.assignDevices(runId, devices),
  };
}

type ViewApi = Pick<Api, 'savedViews' | 'saveView' | 'removeView' | 'keptState' | 'keepState'>;

/** Views kept under a name, and the state in which windows were left. */
export function viewMethods({ store: { views }, onEvent }: DeskContext): ViewApi {
  return {
    savedViews: async () => views.list(),
    saveView: async (view) => {
      const saved = views.save(view, Date.now());
      onEvent({ type: 'kept', what: 'views' });
      return saved;
    },
    removeView: async (id) => {
      views.remove(id);
      onEvent({ type: 'kept', what: 'views' });
      return null;
    },
    keptState: async (key) => views.kept(key),
    keepState: async (key, state) => {
      views.keep(key, state);
      return null;
    },
  };
}
