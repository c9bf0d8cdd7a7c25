import { CurveFeed } from '../../charts/line/curve-feed.svelte';
import { ChartView } from '../../charts/line/view.svelte';
import type { Link } from '../../link/link.svelte';
import { machineCores } from './other-programs';
import { type Measurements, stepParts } from './step-times';

/** Of each metric so many means are read: those of a few minutes as they were measured. */
export const mostMeans = 4000;
const kinds = ['stepMs', ...stepParts.map(({ name }) => name), 'busyCores', 'memoryMB'];

/** What a run's workers measured of themselves, read once for all that its page says of its devices. */
export class WorkerMeans {
  readonly #feed: CurveFeed;

  constructor(link: Link, runId: string) {
    this.#feed = new CurveFeed(link, [runId], new ChartView('worker-means', 'step'));
  }

  /** What was measured under a name such as `worker.0.stepMs`; undefined for nothing. */
  readonly measuredAs = (name: string): Measurements | undefined => {
    const [curve] = this.#feed.curves(name);
    return curve && curve.total > 0 ? { steps: curve.x, values: curve.y } : undefined;
  };

  /** Whether it has been read what is there. */
  get isRead(): boolean {
    return this.#feed.curves(machineCores).length > 0;
  }

  /** Reads what so many workers measured and follows what comes. Returns the function that ends it. */
  follow(workers: number): () => void {
    const end = this.#feed.follow();
    const metrics = Array.from({ length: workers }, (_, rank) =>
      kinds.map((kind) => `worker.${rank}.${kind}`),
    );
    this.#feed.ask({ metrics: [...metrics.flat(), machineCores], points: mostMeans, keep: 'means' });
    return end;
  }
}
