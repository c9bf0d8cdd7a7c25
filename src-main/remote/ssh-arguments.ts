/**
 * Options for every call of the person's own ssh. Their configuration, keys, agent and jump hosts hold; nobody is there to
 * be asked for a password or a host's key, so that ssh gives up with a word instead.
 */
const always: readonly string[] = [
  '-T',
  ...[
    'BatchMode=yes',
    'ConnectTimeout=20',
    'ServerAliveInterval=10',
    'ServerAliveCountMax=3',
    'ForwardAgent=no',
    'ForwardX11=no',
    'PermitLocalCommand=no',
  ].flatMap(option),
];

/** A command of the other machine's shell, without what the person's configuration forwards. */
export function commandArguments(host: string, command: string): readonly string[] {
  return [...always, ...option('ClearAllForwardings=yes'), '--', host, command];
}

/**
 * A tunnel from a Unix socket here, for its owner alone, to a port of the loopback address there. Whether it came about
 * shows at the socket: another forwarding of the person's configuration may fail without harm.
 * @param socket path of the socket, which ssh makes
 */
export function tunnelArguments(host: string, socket: string, port: number): readonly string[] {
  const forwarding = [
    'ClearAllForwardings=no',
    'ExitOnForwardFailure=no',
    'StreamLocalBindMask=0177',
    'StreamLocalBindUnlink=yes',
  ];
  return [...always, ...forwarding.flatMap(option), '-N', '-L', `${socket}:127.0.0.1:${port}`, '--', host];
}

function option(text: string): readonly string[] {
  return ['-o', text];
}
