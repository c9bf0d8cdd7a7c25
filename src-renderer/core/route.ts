/** Where the window stands, as the address after `#` tells it. */
export type Route =
  | { readonly view: 'home' }
  | { readonly view: 'new'; readonly from?: string }
  | { readonly view: 'runs' }
  | { readonly view: 'run'; readonly runId: string }
  | { readonly view: 'compare'; readonly runIds: readonly string[] }
  | { readonly view: 'devices' };

/** Reads an address; one that leads nowhere leads home. */
export function parseRoute(hash: string): Route {
  const [, view = '', argument = ''] = /^#\/([a-z]*)\/?(.*)$/.exec(hash) ?? [];
  switch (view) {
    case 'new':
      return argument ? { view, from: argument } : { view };
    case 'runs':
      return argument ? { view: 'run', runId: argument } : { view };
    case 'compare':
      return { view, runIds: argument.split(',').filter((id) => id !== '') };
    case 'devices':
      return { view };
    default:
      return { view: 'home' };
  }
}

/** The address of a place: `hrefOf(parseRoute(hash))` leads to the same one. */
export function hrefOf(route: Route): string {
  switch (route.view) {
    case 'home':
      return '#/';
    case 'new':
      return route.from ? `#/new/${route.from}` : '#/new';
    case 'run':
      return `#/runs/${route.runId}`;
    case 'compare':
      return `#/compare/${route.runIds.join(',')}`;
    case 'runs':
    case 'devices':
      return `#/${route.view}`;
  }
}

export function goTo(route: Route): void {
  location.hash = hrefOf(route);
}
