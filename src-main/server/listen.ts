import type { AddressInfo, Server } from 'node:net';
import { BadInputError, FailedError } from '../../src-shared/errors';

/** Starts listening and returns the port. Throws BadInputError where the address or the port cannot be had. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError({ code, message }: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (code) {
    case 'EADDRINUSE':
      return new BadInputError(`Port ${port} is in use by another program; choose another with --port.`);
    case 'EACCES':
      return new BadInputError(`Port ${port} may not be used here; choose one above 1023 with --port.`);
    case 'EADDRNOTAVAIL':
      return new BadInputError(`--host: ${host} is no address of this machine.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new BadInputError(`--host: there is no machine named ${host}; give an address of this machine.`);
    default:
      return new FailedError(`The browser shell cannot listen at ${host}, port ${port}: ${message}.`);
  }
}
