import type { PosteriorResult } from '../../../src-shared/posterior-work';
import { taskTitles } from '../../../src-shared/tasks';
import { AskedTask } from '../../link/asked-task.svelte';
import type { Link } from '../../link/link.svelte';

/** One prediction with a run's posterior. */
export class Prediction extends AskedTask<PosteriorResult & { readonly out: string }> {
  constructor(
    link: Link,
    readonly runId: string,
  ) {
    super(link);
  }

  /** @param samples weight samples; empty for as many as the run was scored with */
  start(input: string, out: string, samples: string): Promise<void> {
    const wanted = samples.trim() === '' ? {} : { samples: Number(samples) };
    return this.ask(taskTitles.predict(this.runId), 'The prediction', async () => {
      const result = await this.link.api.predict(this.runId, { input, out, ...wanted });
      return { ...result, out };
    });
  }
}
