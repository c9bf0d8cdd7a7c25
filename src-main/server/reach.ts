import { isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { BadInputError } from '../../src-shared/errors';
import { loopbackNames } from './own-request';
import type { TlsIdentity } from './tls-identity';

/** From where the window may be opened. */
export interface Reach {
  /** An address of this machine or a name of it; 0.0.0.0 and :: stand for all of its addresses. */
  readonly host: string;
  /** Encrypts what goes over the network. */
  readonly tls?: TlsIdentity;
  /** Whether the person asked for a network without encryption. */
  readonly isInsecureMeant: boolean;
}

/** This machine alone. */
export const thisMachine: Reach = { host: '127.0.0.1', isInsecureMeant: false };

const everywhere = ['0.0.0.0', '::'];

/**
 * What a person should know before the window is served to a network; undefined where this machine alone can open it.
 * @throws BadInputError where all would go over a network for anybody to read, and nobody said that this is meant
 */
export function warningOf({ host, tls, isInsecureMeant }: Reach, port: number): string | undefined {
  if (isLoopback(host)) return undefined;
  if (!tls && !isInsecureMeant)
    throw new BadInputError(
      `--host ${host} would send the window and the key to it over the network for anybody to read. ${tunnel(port)} Or give a certificate (--tls-cert FILE --tls-key FILE), or say --insecure on a network where nobody else listens.`,
    );
  const what = `Warning: this window is open to the network at ${host}: who has its address and token starts programs and writes files as you.`;
  const how = tls
    ? ''
    : ' Nothing is encrypted: who listens on the network can read the token and take the window over.';
  return `${what}${how} ${tunnel(port)}`;
}

function tunnel(port: number): string {
  const shown = port === 0 ? 8080 : port;
  return `An SSH tunnel needs neither: leave --host away, start with --port ${shown}, and run \`ssh -N -L ${shown}:127.0.0.1:${shown} ${hostname()}\` on the machine in front of you.`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The names under which a browser may open the window, as a check of one of them in lower case. */
export function ownNames({ host, tls }: Reach): (name: string) => boolean {
  const isEverywhere = everywhere.includes(host);
  const names = new Set([
    inAddress(host.toLowerCase()),
    ...(isEverywhere || isLoopback(host) ? loopbackNames : []),
    ...(isEverywhere ? machineAddresses().map(inAddress) : []),
    ...(isLoopback(host) ? [] : [hostname().toLowerCase()]),
  ]);
  return (name) => names.has(name) || tls?.certificate.checkHost(name) !== undefined;
}

/** The name to print in the address: one that the certificate has, where there is one. */
export function shownName({ host, tls }: Reach): string {
  if (!everywhere.includes(host)) return inAddress(host);
  const certified = /DNS:([^*,\s]+)(,|$)/.exec(tls?.certificate.subjectAltName ?? '')?.[1];
  return certified ?? hostname();
}

function machineAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((cards = []) => cards.map(({ address }) => address));
}

function inAddress(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
