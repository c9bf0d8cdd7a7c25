/** Parts of a run's page beside its overview. */
export const runParts = ['uncertainty', 'posterior', 'predict', 'workers', 'log', 'settings'] as const;
export type RunPart = (typeof runParts)[number];

/** Where the window stands, as the address after `#` tells it. */
export type Route =
  | { readonly view: 'home' }
  | { readonly view: 'new'; readonly from?: string }
  /** `path`: what is looked at; `dropped`: how many files were dropped together, which the path stands for. */
  | { readonly view: 'data'; readonly path?: string; readonly dropped?: number }
  | { readonly view: 'runs' }
  /** `line`: the log's line to show, by its id. */
  | { readonly view: 'run'; readonly runId: string; readonly part?: RunPart; readonly line?: number }
  /** `studyId`: the study that the runs are of, whose colours they keep. */
  | { readonly view: 'compare'; readonly runIds: readonly string[]; readonly studyId?: string }
  | { readonly view: 'queue' }
  | { readonly view: 'studies'; readonly studyId?: string }
  | { readonly view: 'devices' }
  | { readonly view: 'storage' }
  | { readonly view: 'servers' };

/** Reads an address; one that leads nowhere leads home. */
export function parseRoute(hash: string): Route {
  const [, view = '', argument = ''] = /^#\/([a-z]*)\/?(.*)$/.exec(hash) ?? [];
  switch (view) {
    case 'new':
      return argument ? { view, from: argument } : { view };
    case 'data':
      return dataRoute(argument);
    case 'runs':
      return argument ? runRoute(argument) : { view };
    case 'compare':
      return compareRoute(argument);
    case 'studies':
      return argument ? { view, studyId: argument } : { view };
    case 'queue':
    case 'devices':
    case 'storage':
    case 'servers':
      return { view };
    default:
      return { view: 'home' };
  }
}

function dataRoute(argument: string): Route {
  const [place = '', dropped = ''] = argument.split('/');
  try {
    if (place === '') return { view: 'data' };
    const path = decodeURIComponent(place);
    return /^\d{1,6}$/.test(dropped)
      ? { view: 'data', path, dropped: Number(dropped) }
      : { view: 'data', path };
  } catch {
    return { view: 'data' };
  }
}

function compareRoute(argument: string): Route {
  const [runs = '', studyId = ''] = argument.split('/');
  const runIds = runs.split(',').filter((id) => id !== '');
  return studyId ? { view: 'compare', runIds, studyId } : { view: 'compare', runIds };
}

function runRoute(argument: string): Route {
  const [runId = '', name = '', line = ''] = argument.split('/');
  const part = runParts.find((one) => one === name);
  if (part === 'log' && /^\d{1,15}$/.test(line)) return { view: 'run', runId, part, line: Number(line) };
  return part ? { view: 'run', runId, part } : { view: 'run', runId };
}

/** The address of a place: `hrefOf(parseRoute(hash))` leads to the same one. */
export function hrefOf(route: Route): string {
  switch (route.view) {
    case 'home':
      return '#/';
    case 'new':
      return route.from ? `#/new/${route.from}` : '#/new';
    case 'data':
      return ['#/data', route.path && encodeURIComponent(route.path), route.dropped]
        .filter((part) => part !== undefined && part !== '')
        .join('/');
    case 'run':
      return ['#/runs', route.runId, route.part, route.line].filter((part) => part !== undefined).join('/');
    case 'compare':
      return ['#/compare', route.runIds.join(','), ...(route.studyId ? [route.studyId] : [])].join('/');
    case 'studies':
      return route.studyId ? `#/studies/${route.studyId}` : '#/studies';
    case 'runs':
    case 'queue':
    case 'devices':
    case 'storage':
    case 'servers':
      return `#/${route.view}`;
  }
}

export function goTo(route: Route): void {
  location.hash = hrefOf(route);
}

/** Goes to what somebody asked for here once it is there, unless they have gone elsewhere meanwhile. */
export function goingFromHere(): (route: Route) => void {
  const here = location.hash;
  return (route) => {
    if (location.hash === here) goTo(route);
  };
}
