import { join, resolve } from 'node:path';
import type { StudyReport, StudySummary } from '../../../src-shared/study/study-report';
import { studyTables } from '../../../src-shared/study/study-tables';
import type { Core } from '../../api/core';
import { refuseOverInput } from '../../refuse-over-input';
import { refuseUnwritable } from '../../refused-writing';
import type { Settings } from '../../settings-file';
import { refuseOverData } from '../../studies/studies';
import { studyFileNames } from '../../studies/study-files';
import { beginAndFollow } from '../begin-and-follow';
import { type Command, forceOption, jsonOption } from '../command';
import { readStudyFile } from '../experiment-file';
import { withCore } from '../open-core';
import { tableLines } from '../table-lines';
import type { Terminal } from '../terminal';

export const studyCommand: Command = {
  name: 'study',
  usage: 'FILE [--again] [--out DIR] [--force] [--json]',
  about:
    'Runs what a study file (JSON or YAML) says, and writes its tables; runs finished before are not made again.',
  positionals: ['FILE'],
  options: { ...jsonOption, ...forceOption, again: { type: 'boolean' }, out: { type: 'string' } },
  run: (input, surroundings) =>
    withCore(
      surroundings,
      async (core) => {
        const { terminal } = surroundings;
        const asJson = input.flag('json');
        const [file = ''] = input.positionals;
        const study = readStudyFile(file);
        const out = input.text('out');
        if (out !== undefined) refuseBeforehand(file, study, resolve(out), core);
        const { result: id, interrupted } = await beginAndFollow(
          {
            name: 'the study',
            begin: async () => (await core.api.startStudy(study, { again: input.flag('again') })).id,
            stop: (begun) => stop(core, begun, terminal),
            endNow: (begun) => endRuns(core, begun),
            follow: (begun) => follow(core, begun, asJson, terminal),
          },
          surroundings,
        );
        const report = await core.api.study(id);
        const { files } = await core.api.writeStudy(id, out === undefined ? undefined : resolve(out));
        if (asJson) terminal.json({ type: 'result', studyId: id, files, ...report });
        else tell(report, files, terminal);
        noteFailures(report, terminal);
        return report.summary.state === 'finished' || (interrupted && report.summary.failed === 0) ? 0 : 1;
      },
      input.flag('force'),
    ),
};

/** What writing would refuse after hours. */
function refuseBeforehand(file: string, study: Settings, out: string, core: Core): void {
  refuseUnwritable('The study', out);
  const files = studyFileNames.map((name) => join(out, name));
  refuseOverInput(files, [file]);
  refuseOverData(study, out);
  core.refuseInTheWay(files);
}

/** Tells how a study goes on until it is over, and returns its id. */
function follow(core: Core, id: string, asJson: boolean, terminal: Terminal): Promise<string> {
  return new Promise((settle) => {
    const take = (summary: StudySummary) => {
      if (asJson) terminal.json({ type: 'study', ...summary });
      else terminal.status(`${id}: ${summary.finished} of ${summary.runs} runs finished`);
      if (summary.state === 'running' || summary.state === 'stopping') return;
      unsubscribe();
      settle(id);
    };
    const unsubscribe = core.subscribe((event) => {
      if (event.type === 'study' && event.study.id === id) take(event.study);
    });
    void core.api.study(id).then(({ summary }) => take(summary));
  });
}

/** Lets the runs save; a second Ctrl-C ends them at once. What has finished is kept either way. */
async function stop(core: Core, id: string, terminal: Terminal): Promise<void> {
  terminal.note(
    'Stopping: no further run is started, and finished ones are kept. Ctrl-C again ends the one that is running at once.',
  );
  await core.api.stopStudy(id);
}

async function endRuns(core: Core, id: string): Promise<void> {
  const { runs } = await core.api.study(id);
  for (const { runId, status } of runs)
    if (runId !== undefined && (status === 'preparing' || status === 'running' || status === 'stopping'))
      await core.api.endNow(runId);
}

function tell(report: StudyReport, files: readonly string[], terminal: Terminal): void {
  const { summary, results, notes } = report;
  terminal.line(`${summary.id}: ${summary.state}, ${summary.finished} of ${summary.runs} runs finished`);
  for (const table of studyTables(results)) terminal.line(`\n${tableLines(table).join('\n')}`);
  for (const note of notes) terminal.line(`\n${note}`);
  terminal.line('\nWritten:');
  for (const file of files) terminal.line(`  ${file}`);
}

function noteFailures({ runs, summary }: StudyReport, terminal: Terminal): void {
  for (const { runId, status, reason } of runs) if (status === 'failed') terminal.note(`${runId}: ${reason}`);
  if (summary.reason !== '') terminal.note(summary.reason);
}
