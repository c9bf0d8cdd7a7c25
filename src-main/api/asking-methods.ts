import { join } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import type { Answer, Question } from '../../src-shared/posterior/asking';
import type { Api } from '../../src-shared/protocol/api';
import type { LoadedPosterior } from '../posterior/loaded-posterior';
import type { PosteriorsAtHand } from '../posterior/posteriors-at-hand';
import { chooseEngine } from '../runs/engine-choice';
import { type PosteriorContext, runWithPosterior, unchangedData } from './posterior-in-use';

interface AskingContext extends PosteriorContext {
  readonly atHand: PosteriorsAtHand;
}

type AskingApi = Pick<Api, 'askable' | 'ask' | 'askedTestItem' | 'askedPicture' | 'askedTrainingRows'>;

/** Enough for a histogram and a cloud of dots. */
const mostTrainingRows = 500;

/** Asking the posterior of a run that is over, which stays loaded meanwhile. */
export function askingMethods(context: AskingContext): AskingApi {
  const { cacheFolder, launcher, supervisor, atHand } = context;
  const loaded = (runId: string): LoadedPosterior => {
    runWithPosterior(supervisor, runId, 'ask');
    const file = join(supervisor.runFolder(runId), 'posterior.safetensors');
    return atHand.of(file, () => ({ launcher, engine: chooseEngine(cacheFolder) }));
  };
  const dataOf = (runId: string) => unchangedData([runWithPosterior(supervisor, runId, 'ask')], context);
  return {
    askable: async (runId) => loaded(runId).seen(),
    ask: async (runId, item) => answerOf(loaded(runId), item, ['classes', 'values', 'several']),
    askedTestItem: async (runId, place) => {
      const question = { kind: 'test-item', location: await dataOf(runId), place } as const;
      return answerOf(loaded(runId), question, ['test-picture', 'test-row', 'test-series']);
    },
    askedPicture: async (runId, picture) =>
      answerOf(loaded(runId), { kind: 'own-picture', ...picture }, ['fitted-picture']),
    askedTrainingRows: async (runId) => {
      const question = {
        kind: 'training-rows',
        location: await dataOf(runId),
        most: mostTrainingRows,
      } as const;
      return answerOf(loaded(runId), question, ['training-rows']);
    },
  };
}

async function answerOf<Kind extends Answer['kind']>(
  posterior: LoadedPosterior,
  question: Question,
  kinds: readonly Kind[],
): Promise<Extract<Answer, { kind: Kind }>> {
  const answer = await posterior.ask(question);
  if (kinds.some((kind) => kind === answer.kind)) return answer as Extract<Answer, { kind: Kind }>;
  throw new FailedError('The worker answered another question than it was asked.');
}
