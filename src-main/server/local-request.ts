import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request names this server by its loopback address and comes from its own pages or from none. Another
 * site whose name points here (DNS rebinding) carries its own name in Host; a page of another site, in Origin.
 */
export function isLocalRequest({ host, origin }: IncomingHttpHeaders, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!host || !hosts.includes(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}
