import { isIP } from 'node:net';
import { type Reach, shownName } from './reach';

/**
 * Why browsers will not believe the certificate under the address that is printed, and the remedy; undefined where they may, if
 * they know who signed it.
 * @param now milliseconds since the Unix epoch
 */
export function certificateDoubt(reach: Reach, now: number): string | undefined {
  if (!reach.tls) return undefined;
  const { certificate } = reach.tls;
  const [from, to] = [certificate.validFromDate, certificate.validToDate];
  if (now > to.getTime())
    return `The certificate was valid until ${dayOf(to)}: browsers warn of it, and other programs refuse it. Have a new one made, and name it with --tls-cert and --tls-key.`;
  if (now < from.getTime())
    return `The certificate is not valid before ${dayOf(from)}: browsers warn of it until then. Is the clock of this machine right?`;
  const name = shownName(reach).replaceAll(/[[\]]/g, '');
  const isFor = isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name);
  if (isFor !== undefined) return undefined;
  const names = certificate.subjectAltName?.replaceAll(/DNS:|IP Address:/g, '') ?? 'no name';
  return `The certificate is for ${names} and not for ${name}: browsers warn of it under that address. Open the window under a name that it has, or have one made for ${name}.`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
