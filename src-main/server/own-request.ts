import type { IncomingHttpHeaders } from 'node:http';

/** The address that the window is served at, as browsers write it. */
export interface OwnAddress {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Ports at which tunnels show it on the loopback addresses of other machines. */
  readonly tunnels?: ReadonlySet<number>;
  /** Whether this name, in lower case, is one of this server's. */
  isOwnName(name: string): boolean;
}

/** How a browser calls its own machine. */
export const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request names this server by a name of its own and comes from its own pages or from none. Another
 * site whose name points here (DNS rebinding) carries its own name in Host; a page of another site, in Origin.
 */
export function isOwnRequest(headers: IncomingHttpHeaders, own: OwnAddress): boolean {
  const { host, origin } = headers;
  const asked = askedAddress(headers, own.scheme);
  if (!asked || !(isServed(asked, own) || isTunnelled(asked, own))) return false;
  return origin === undefined || origin === `${own.scheme}://${host}`;
}

/** The name, in lower case, and port in a request's Host header; undefined where there is none. */
export function askedAddress(
  { host }: IncomingHttpHeaders,
  scheme: OwnAddress['scheme'],
): { readonly name: string; readonly port: number } | undefined {
  const [, name, port = usualPort(scheme)] = /^(\[[\da-f:.]+\]|[^:[\]]+)(?::(\d+))?$/i.exec(host ?? '') ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), port: Number(port) };
}

type Asked = NonNullable<ReturnType<typeof askedAddress>>;

function isServed({ name, port }: Asked, own: OwnAddress): boolean {
  return port === own.port && own.isOwnName(name);
}

function isTunnelled({ name, port }: Asked, { tunnels }: OwnAddress): boolean {
  return loopbackNames.includes(name) && tunnels?.has(port) === true;
}

/** Browsers leave it out of addresses. */
function usualPort(scheme: OwnAddress['scheme']): string {
  return scheme === 'https' ? '443' : '80';
}
