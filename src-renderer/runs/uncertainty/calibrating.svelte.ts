import type { Calibration, CalibrationMethod } from '../../../src-shared/calibration';
import { taskTitles } from '../../../src-shared/tasks';
import { AskedTask } from '../../link/asked-task.svelte';

/** What a run's validation items say of its predictions, asked for by a person. */
export class Calibrating extends AskedTask<Calibration> {
  /** @param coverage share of the truths that sets or intervals are to hold */
  start(runId: string, method: CalibrationMethod, coverage: number): Promise<void> {
    return this.ask(taskTitles.calibrate(runId), 'The calibration', () =>
      this.link.api.calibrate(runId, { method, coverage }),
    );
  }
}
