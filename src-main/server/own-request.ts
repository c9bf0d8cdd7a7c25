import type { IncomingHttpHeaders } from 'node:http';

/** The address that the window is served at, as browsers write it. */
export interface OwnAddress {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Whether this name, in lower case, is one of this server's. */
  isOwnName(name: string): boolean;
}

/**
 * Whether a request names this server by a name of its own and comes from its own pages or from none. Another
 * site whose name points here (DNS rebinding) carries its own name in Host; a page of another site, in Origin.
 */
export function isOwnRequest({ host, origin }: IncomingHttpHeaders, own: OwnAddress): boolean {
  const [, name, port = usualPort(own.scheme)] =
    /^(\[[\da-f:.]+\]|[^:[\]]+)(?::(\d+))?$/i.exec(host ?? '') ?? [];
  if (name === undefined || Number(port) !== own.port || !own.isOwnName(name.toLowerCase())) return false;
  return origin === undefined || origin === `${own.scheme}://${host}`;
}

/** Browsers leave it out of addresses. */
function usualPort(scheme: OwnAddress['scheme']): string {
  return scheme === 'https' ? '443' : '80';
}
