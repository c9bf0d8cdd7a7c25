import type { Api } from '../../src-shared/protocol/api';
import { goingFromHere } from '../ui/route';

/** Starts a run and opens its page, if whoever asked is still there. Throws ParasampleError where the core refuses it. */
export async function startRun(api: Api, experiment: unknown): Promise<void> {
  const go = goingFromHere();
  const { runId } = await api.start(experiment);
  go({ view: 'run', runId });
}
