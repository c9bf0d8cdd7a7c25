import { seriesOptionsSchema } from '../../src-shared/data/series';
import type { CurveReader } from '../store/curves/curve-reader';

/** As many parts of a run as say which of its steps are usual. */
const parts = 50;

/** How long a step of a run took, in milliseconds, in the middle of its course: the first compile, and others come and go. */
export async function measuredStepMs(
  curves: Pick<CurveReader, 'curves'>,
  runId: string,
): Promise<number | undefined> {
  const options = seriesOptionsSchema.parse({ points: parts, keep: 'means' });
  const [curve] = await curves.curves([runId], 'worker.0.stepMs', options);
  const measured = (curve?.y ?? []).filter(Number.isFinite).sort((a, b) => a - b);
  return measured[Math.floor(measured.length / 2)];
}
