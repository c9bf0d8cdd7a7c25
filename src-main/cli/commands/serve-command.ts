import { resolve } from 'node:path';
import { BadInputError } from '../../../src-shared/errors';
import { type Reach, thisMachine, warningOf } from '../../server/reach';
import { readTlsIdentity } from '../../server/tls-identity';
import type { Command, CommandInput } from '../command';
import { handOver } from '../hand-over';
import { portOf } from '../port-option';
import { serve } from '../serve';
import { writeService } from '../write-service';

export const serveCommand: Command = {
  name: 'serve',
  usage:
    '[--port N] [--host ADDRESS [--tls-cert FILE --tls-key FILE | --insecure]] [--service] [--until-idle MINUTES]',
  about:
    'Serves the window to a browser of this machine, until Ctrl-C; with --host, to a network, which needs a certificate. The window may read and write files in your home folder, or in the folders that PARASAMPLE_FOLDERS names (several as in PATH). --service serves nothing now, but writes a systemd user unit that does so with these options (port 8080 where none is said). --until-idle is how `parasample connect` starts it: no address is printed, and it ends once nothing has been going and no window or tunnel open for so long.',
  positionals: [],
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    insecure: { type: 'boolean' },
    service: { type: 'boolean' },
    'until-idle': { type: 'string' },
    'for-tunnel': { type: 'string' },
  },
  run: async (input, surroundings) => {
    const { folders, terminal } = surroundings;
    const tunnelPort = portOf(input.text('for-tunnel'), '--for-tunnel');
    if (tunnelPort > 0) {
      await handOver(folders.home, tunnelPort, terminal);
      return 0;
    }
    const port = portOf(input.text('port'), '--port');
    const reach = reachOf(input);
    if (input.flag('service')) {
      const warning = warningOf(reach, port || servicePort);
      if (warning !== undefined) terminal.note(warning);
      await writeService(serviceOptions(input, port), terminal);
      return 0;
    }
    await serve({ port, reach, idleMs: idleMsOf(input.text('until-idle')) }, surroundings);
    return 0;
  },
};

function idleMsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = Number(text);
  if (text.trim() !== '' && minutes > 0 && minutes <= 1e6) return minutes * 60_000;
  throw new BadInputError(`--until-idle: ${text} is no time; give minutes, such as 10.`);
}

/** The port stays the same over starts, so that a tunnel to it does. */
const servicePort = 8080;

function serviceOptions(input: CommandInput, port: number): readonly string[] {
  const files = ['tls-cert', 'tls-key'].flatMap((name) => {
    const file = input.text(name);
    return file === undefined ? [] : [`--${name}`, resolve(file)];
  });
  const host = input.text('host');
  return [
    ...['--port', String(port || servicePort)],
    ...(host === undefined ? [] : ['--host', host]),
    ...files,
    ...(input.flag('insecure') ? ['--insecure'] : []),
  ];
}

function reachOf(input: CommandInput): Reach {
  const cert = input.text('tls-cert');
  const key = input.text('tls-key');
  if ((cert === undefined) !== (key === undefined))
    throw new BadInputError('--tls-cert and --tls-key go together: a certificate and its key, both in PEM.');
  const isInsecureMeant = input.flag('insecure');
  if (isInsecureMeant && cert !== undefined)
    throw new BadInputError(
      '--insecure means without encryption; leave it away where there is a certificate.',
    );
  return {
    host: input.text('host') ?? thisMachine.host,
    ...(cert !== undefined && key !== undefined ? { tls: readTlsIdentity(cert, key) } : {}),
    isInsecureMeant,
  };
}
