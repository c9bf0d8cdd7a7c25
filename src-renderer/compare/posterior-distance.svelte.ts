import type { PosteriorComparison } from '../../src-shared/posterior-comparison';
import { taskTitles } from '../../src-shared/tasks';
import { AskedTask } from '../link/asked-task.svelte';

/** How far two runs' posteriors lie apart, measured when a person asks. */
export class PosteriorDistance extends AskedTask<PosteriorComparison> {
  measure(first: string, second: string): Promise<void> {
    return this.ask(taskTitles.comparePosteriors(first, second), 'The comparison', () =>
      this.link.api.comparePosteriors(first, second),
    );
  }
}
