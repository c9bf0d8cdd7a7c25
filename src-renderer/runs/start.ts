import type { Api } from '../../src-shared/protocol/api';
import { goTo } from '../ui/route';

/** Starts a run and opens its page. Throws ParasampleError where the core refuses it. */
export async function startRun(api: Api, experiment: unknown): Promise<void> {
  const { runId } = await api.start(experiment);
  goTo({ view: 'run', runId });
}
