import type { App } from '../app.svelte';
import { distinctNames } from '../compare/names';
import { startRun } from '../runs/start';
import type { Command } from '../ui/offered-commands.svelte';
import { goTo, parseRoute, type Route } from '../ui/route';
import { runCommands } from './run-commands';

const places: readonly (readonly [label: string, route: Route])[] = [
  ['Home', { view: 'home' }],
  ['New run', { view: 'new' }],
  ['Data', { view: 'data' }],
  ['Runs', { view: 'runs' }],
  ['Queue', { view: 'queue' }],
  ['Compare', { view: 'compare', runIds: [] }],
  ['Studies', { view: 'studies' }],
  ['Devices', { view: 'devices' }],
  ['Storage', { view: 'storage' }],
  ['Servers', { view: 'servers' }],
];

/** Every command that makes sense at an address, those of the shown run and view first. */
export function commandsAt(app: App, hash: string): readonly Command[] {
  const route = parseRoute(hash);
  return [
    ...(route.view === 'run' ? runCommands(app, route.runId) : []),
    ...app.offered.now,
    ...places.map(([label, to]) => ({ label, kind: 'Go to', act: () => goTo(to) })),
    ...demoCommand(app),
    { label: 'Look at data…', kind: 'Begin', act: lookAtData },
    ...themeCommands(app),
    ...storageCommands(app),
    ...serverCommands(app),
    ...openRunCommands(app),
  ];
}

function openRunCommands({ runs: { newestFirst } }: App): readonly Command[] {
  const names = distinctNames(newestFirst);
  return newestFirst.map(({ id, experiment }) => ({
    label: names.get(id) ?? experiment.name,
    kind: 'Run',
    act: () => goTo({ view: 'run', runId: id }),
  }));
}

/** The keyboard's way to what a drop does. */
async function lookAtData(): Promise<void> {
  goTo({ view: 'data' });
  // The view moves the focus to its heading first.
  await new Promise((resolve) => setTimeout(resolve, 100));
  document.querySelector<HTMLElement>('[data-look-path]')?.focus();
}

function demoCommand({ demo, link }: App): readonly Command[] {
  if (!demo) return [];
  return [{ label: 'Start the digits demo', kind: 'Begin', act: () => startRun(link.api, demo.experiment) }];
}

function themeCommands(app: App): readonly Command[] {
  return (['light', 'dark', 'system'] as const).map((choice) => ({
    label:
      choice === 'system'
        ? 'Colours as the system has them'
        : `${choice === 'dark' ? 'Dark' : 'Light'} colours`,
    kind: 'Appearance',
    act: () => app.theme.choose(choice),
  }));
}

/** In a browser its place says how. */
function serverCommands({ about, serverList }: App): readonly Command[] {
  const kind = 'Servers';
  const place: Command = { label: 'Connect to a server', kind, act: () => goTo({ view: 'servers' }) };
  if (about?.shell !== 'electron') return [place];
  const known = serverList.servers.map(({ host }) => ({
    label: `Connect to ${host}`,
    kind,
    act: () => {
      goTo({ view: 'servers' });
      return serverList.open(host);
    },
  }));
  return [place, ...known];
}

/** Each shows what comes of it in the view of the storage. */
function storageCommands({ storage }: App): readonly Command[] {
  const show = (work: () => unknown) => () => {
    goTo({ view: 'storage' });
    return work();
  };
  return [
    { label: 'Check the database', kind: 'Storage', act: show(() => storage.check()) },
    { label: 'Back up the database', kind: 'Storage', act: show(() => storage.backUp()) },
    { label: 'Restore a backup', kind: 'Storage', act: show(() => undefined) },
  ];
}

/** The commands whose label or kind has the typed letters in their order; those where they stand together first. */
export function findCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return commands;
  const scored = commands.map((command) => ({
    command,
    score: scoreOf(`${command.kind} ${command.label}`, wanted),
  }));
  return scored
    .filter(({ score }) => score < Infinity)
    .sort((a, b) => a.score - b.score)
    .map(({ command }) => command);
}

/** How far the letters lie apart: 0 where they stand together, infinite where one is missing. */
function scoreOf(text: string, wanted: string): number {
  const lower = text.toLowerCase();
  if (lower.includes(wanted)) return 0;
  let position = -1;
  let gaps = 0;
  for (const letter of wanted) {
    const next = lower.indexOf(letter, position + 1);
    if (next < 0) return Infinity;
    gaps += next - position;
    position = next;
  }
  return gaps;
}
