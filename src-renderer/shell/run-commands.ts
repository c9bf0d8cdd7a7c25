import { canContinue, isOver, type RunSummary } from '../../src-shared/runs/runs';
import type { App } from '../app.svelte';
import { hasScores } from '../runs/describe';
import { removeRuns } from '../runs/removal';
import type { Command } from '../ui/offered-commands.svelte';
import { goTo, type RunPart, runParts } from '../ui/route';

const kind = 'This run';

const partLabels: Readonly<Record<RunPart, string>> = {
  uncertainty: 'Uncertainty',
  posterior: 'Posterior',
  predict: 'Predict',
  workers: 'Workers',
  log: 'Log',
  settings: 'Settings',
};

/** All that can be done with a run as it is now, and the parts of its page. */
export function runCommands(app: App, runId: string): readonly Command[] {
  const run = app.runs.get(runId);
  if (!run) return [];
  return [
    { label: 'New run with these settings', kind, act: () => goTo({ view: 'new', from: runId }) },
    { label: 'Compare', kind, act: () => goTo({ view: 'compare', runIds: [runId] }) },
    starCommand(app, run),
    { label: 'Overview', kind, act: () => goTo({ view: 'run', runId }) },
    ...runParts.map((part) => ({
      label: partLabels[part],
      kind,
      act: () => goTo({ view: 'run', runId, part }),
    })),
    ...(isOver(run.status) ? endedCommands(app, run) : goingCommands(app, run)),
  ];
}

function starCommand({ link }: App, { id, annotations: { starred } }: RunSummary): Command {
  const label = starred ? 'Take the star away' : 'Star';
  return { label, kind, act: () => link.api.annotate([id], { starred: !starred }) };
}

const queueMoves = [
  ['first', 'to the front'],
  ['last', 'to the end'],
] as const;

function goingCommands({ link: { api } }: App, { id, status }: RunSummary): readonly Command[] {
  return [
    ...(status === 'queued'
      ? queueMoves.map(([move, words]) => ({
          label: `Move ${words} of the queue`,
          kind,
          act: () => api.moveInQueue(id, move),
        }))
      : []),
    ...(status === 'running' ? [{ label: 'Pause', kind, act: () => api.pause(id) }] : []),
    ...(status === 'paused' ? [{ label: 'Continue', kind, act: () => api.resume(id) }] : []),
    ...(status === 'stopping' ? [] : [{ label: 'Stop', kind, act: () => api.stop(id) }]),
  ];
}

function endedCommands(app: App, run: RunSummary): readonly Command[] {
  const { api } = app.link;
  const { id: runId } = run;
  const { archived } = run.annotations;
  return [
    {
      label: archived ? 'Bring back from archive' : 'Archive',
      kind,
      act: () => api.annotate([runId], { archived: !archived }),
    },
    ...(canContinue(run.status) ? [{ label: 'Continue', kind, act: () => api.continueRun(runId) }] : []),
    ...(hasScores(run) ? scoredCommands(app, runId) : []),
    {
      label: 'Delete',
      kind,
      act: async () => {
        await removeRuns(app, [runId]);
        goTo({ view: 'runs' });
      },
    },
  ];
}

/** Each says what came of it. */
function scoredCommands({ link: { api }, announcer }: App, runId: string): readonly Command[] {
  return [
    {
      label: 'Export posterior',
      kind,
      act: async () => announcer.say(`Written: ${(await api.exportPosterior(runId)).files.join(', ')}`),
    },
    {
      label: 'Calibrate',
      kind,
      act: async () => {
        goTo({ view: 'run', runId, part: 'uncertainty' });
        await api.calibrate(runId);
      },
    },
  ];
}
