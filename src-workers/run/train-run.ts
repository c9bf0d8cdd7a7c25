import type { WorkerTask } from '../../src-shared/worker-protocol';
import { openRunData } from '../data/run-data';
import type { Port } from './port';
import { meetWorkers, partFromWorkers, prepareRun } from './prepared-run';
import { WorkerRun } from './worker-run';

export interface RunEnd {
  readonly stopped: boolean;
  readonly finalMetrics: Readonly<Record<string, number>>;
}

/** One worker's part of a run, from reading the data to the saved posterior. */
export async function trainRun(task: WorkerTask, port: Port, stopAsked: () => boolean): Promise<RunEnd> {
  port.post({ type: 'phase', phase: 'loading' });
  const data = await openRunData(task.experiment, task.datasetFolder);
  try {
    for (const text of data.warnings) port.post({ type: 'log', level: 'warning', text });
    port.post({ type: 'phase', phase: 'tracing' });
    const prepared = prepareRun(task, data);
    const reducers = await meetWorkers(task, prepared);
    try {
      const run = new WorkerRun(task, prepared, reducers, port);
      const stopped = await run.train(stopAsked);
      const finalMetrics = await run.finish();
      return { stopped, finalMetrics };
    } finally {
      await partFromWorkers(reducers);
      prepared.compiled.dispose();
    }
  } finally {
    data.close();
  }
}
