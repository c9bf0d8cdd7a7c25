import { stringify } from 'yaml';
import { baseRateOf } from '../../../src-shared/assessment/base-rate';
import { diagnosis } from '../../../src-shared/assessment/diagnosis';
import type { Api } from '../../../src-shared/protocol/api';
import { ranOn } from '../../../src-shared/runs/ran-on';
import { lastLines, type RunSummary } from '../../../src-shared/runs/runs';
import { type Command, jsonOption } from '../command';
import { localMinute } from '../local-minute';
import { metricTexts } from '../metric-texts';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { lineText } from '../run-report';
import { unitsOfRun } from '../unit-of-run';

/** How it stands, and what it was made with. */
async function howMade(api: Pick<Api, 'environments'>, run: RunSummary): Promise<readonly string[]> {
  const gpus = ranOn((await api.environments(run.id)).before).map((text) => `  ${text}`);
  const state = `${run.id}: ${run.status}${run.reason ? ` (${run.reason})` : ''}`;
  return [state, `created ${localMinute(run.created)}, trained with ${run.engine}`, ...gpus];
}

/** Its scores, and what is to be known of them. */
async function scoreTexts(api: Api, run: RunSummary): Promise<readonly string[]> {
  return [
    ...metricTexts(run.metrics, await unitsOfRun(api, run)),
    ...(await heldAgainst(api, run)),
    ...diagnosis(run.metrics, run.experiment),
  ];
}

/** What its accuracy is to be held against, where the run kept that. */
async function heldAgainst(
  api: Pick<Api, 'evaluation'>,
  { id, metrics }: RunSummary,
): Promise<readonly string[]> {
  if (metrics['test.accuracy'] === undefined) return [];
  const evaluation = await api.evaluation(id).catch(() => undefined);
  const rate = evaluation && baseRateOf(evaluation);
  if (!rate) return [];
  const share = Number(rate.share.toPrecision(4));
  return [`always naming ${rate.name}, the commonest of the test items, is right for ${share}`];
}

export const showCommand: Command = {
  name: 'show',
  usage: 'RUN [--json]',
  about: 'Shows one run: its state, its scores and its settings.',
  positionals: ['RUN'],
  options: jsonOption,
  run: (input, surroundings) =>
    withCore(surroundings, async ({ api }) => {
      const { terminal } = surroundings;
      const run = await api.run(await namedRun(api, input.positionals[0] ?? ''));
      if (input.flag('json')) {
        terminal.json(run);
        return 0;
      }
      for (const text of await howMade(api, run)) terminal.line(text);
      if (run.status === 'failed')
        for (const line of lastLines(await api.logs(run.id, 0), run.reason))
          terminal.line(`  ${lineText(line)}`);
      for (const text of await scoreTexts(api, run)) terminal.line(`  ${text}`);
      terminal.line(stringify(run.experiment).trimEnd());
      return 0;
    }),
};
