import { BadInputError } from '../../../src-shared/errors';
import type { Api } from '../../../src-shared/protocol/api';
import { isHighestFirst } from '../../../src-shared/runs/best-first';
import { columnPath } from '../../../src-shared/runs/run-columns';
import { unknownColumn } from '../../../src-shared/runs/run-query';
import { parseRunQuery } from '../../../src-shared/runs/run-query-parser';
import { longestPage } from '../../../src-shared/runs/run-table';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { didYouMean } from '../../../src-shared/words/nearest';
import { type Command, type CommandInput, jsonOption } from '../command';
import { localMinute } from '../local-minute';
import { metricTexts } from '../metric-texts';
import { withCore } from '../open-core';
import { toldUnits } from '../unit-of-run';
import { wholeNumber } from '../whole-number';

export const runsCommand: Command = {
  name: 'runs',
  usage: '[QUERY] [--sort COLUMN] [--reverse] [--count N] [--json]',
  about:
    'Lists runs, newest first, or the best of a column first; only those that a query finds, as `mode = sp and test.accuracy > 0.9` (docs/queries.md).',
  positionals: ['[QUERY]'],
  options: {
    ...jsonOption,
    sort: { type: 'string' },
    reverse: { type: 'boolean' },
    count: { type: 'string' },
  },
  run: (input, surroundings) =>
    withCore(surroundings, async ({ api }) => {
      const { terminal } = surroundings;
      const runs = await wantedRuns(api, input);
      if (input.flag('json')) terminal.json(runs);
      else if (runs.length > 0) for (const line of linesOf(runs)) terminal.line(line);
      else if (input.positionals[0]) terminal.note('No run is found.');
      else terminal.note('There are no runs yet; `parasample run digits-mlp` starts one.');
      return 0;
    }),
};

async function wantedRuns(api: Api, input: CommandInput): Promise<readonly RunSummary[]> {
  const [query = ''] = input.positionals;
  const sort = await sortOf(api, input);
  await refuseUnknown(api, query);
  const count = wholeNumber('--count', input.text('count')) ?? Infinity;
  const runs: RunSummary[] = [];
  for (let matched = 1; runs.length < Math.min(matched, count); ) {
    const page = await api.runsPage({
      query,
      scope: 'all',
      sort,
      from: runs.length,
      count: Math.min(longestPage, count - runs.length),
    });
    matched = page.matched;
    runs.push(...page.rows);
  }
  return runs;
}

/** By the best or newest first, as in the window; without a column, newest first. */
async function sortOf(api: Api, input: CommandInput) {
  const path = columnPath(input.text('sort') ?? 'created');
  const columns = await api.runColumns();
  const column = columns.find((one) => one.path === path);
  if (!column && columns.length > 0)
    throw new BadInputError(
      `No run has a column ${path} to sort by.${didYouMean(
        path,
        columns.map((one) => one.path),
      )}`,
    );
  const begins = isHighestFirst(column ?? { path, kind: 'time' });
  return [{ column: path, descending: begins !== input.flag('reverse') }];
}

/** A column that no run has finds none; whoever wrote it meant another. */
async function refuseUnknown(api: Api, query: string): Promise<void> {
  const parsed = parseRunQuery(query);
  if (query === '' || !parsed.ok) return;
  const columns = (await api.runColumns()).map(({ path }) => path);
  const unknown = columns.length > 0 ? unknownColumn(parsed.query, columns) : undefined;
  if (unknown) throw new BadInputError(unknown.message);
}

function linesOf(runs: readonly RunSummary[]): readonly string[] {
  const idLength = Math.max(...runs.map(({ id }) => id.length));
  return runs.map((run) => {
    const { id, status, created, metrics, experiment } = run;
    const scores = metricTexts(tellingOf(metrics), toldUnits(run));
    return `${id.padEnd(idLength)}  ${status.padEnd(11)}  ${localMinute(created)}  ${[...scores, `“${experiment.name}”`].join(', ')}`;
  });
}

/** Scores that a line has room for, where a run has them; `show` tells all. */
const telling = ['test.accuracy', 'test.rmse', 'test.nll', 'test.ece', 'test.crps'];

function tellingOf(metrics: RunSummary['metrics']): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => telling.includes(name)));
}
