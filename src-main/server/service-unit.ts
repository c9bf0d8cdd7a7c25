/** What systemd is to start, as this process was started. */
export interface ServedProgram {
  /** The program and its arguments, of whole paths. */
  readonly command: readonly string[];
  /** Variables that it was started with and needs again. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Kept from the terminal that writes the unit: systemd starts with hardly any. */
export const keptVariables = [
  'PARASAMPLE_HOME',
  'PARASAMPLE_CACHE',
  'PARASAMPLE_FOLDERS',
  'CUDA_VISIBLE_DEVICES',
  'CUDA_DEVICE_ORDER',
  'ELECTRON_RUN_AS_NODE',
] as const;

/** A systemd user unit (systemd.service(5)) that keeps the window served, and starts it again where it ended by a fault. */
export function serviceUnit({ command, environment }: ServedProgram): string {
  const variables = Object.entries(environment).map(
    ([name, value]) => `Environment=${quoted(`${name}=${value}`)}`,
  );
  return [
    '[Unit]',
    'Description=Parasample: Bayesian neural networks on the devices of this machine',
    '',
    '[Service]',
    `ExecStart=${command.map((part) => quoted(part).replace(/\$/g, '$$$$')).join(' ')}`,
    ...variables,
    'Restart=on-failure',
    '# Runs that are running save themselves when it is stopped.',
    'KillMode=mixed',
    'TimeoutStopSec=120',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
}

/** In systemd's quotation marks; its specifiers (`%`) as they are. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/%/g, '%%').replace(/\n/g, '\\n')}"`;
}
