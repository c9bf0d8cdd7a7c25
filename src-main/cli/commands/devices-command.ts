import type { Device } from '../../../src-shared/devices/devices';
import { readDevices } from '../../devices/devices';
import { type Command, jsonOption } from '../command';

export const devicesCommand: Command = {
  name: 'devices',
  usage: '[--json]',
  about: 'Lists the devices of this machine.',
  positionals: [],
  options: jsonOption,
  run: async (input, { terminal }) => {
    const report = await readDevices();
    if (input.flag('json')) terminal.json(report);
    else {
      for (const device of report.devices) {
        terminal.line(describe(device));
        for (const fact of factsOf(device)) terminal.line(`        ${fact}`);
      }
      if (report.gpuNote) terminal.note(report.gpuNote);
    }
    return 0;
  },
};

function describe(device: Device): string {
  const { id, name, usedMemoryMB, totalMemoryMB } = device;
  const memory = `${Math.round(usedMemoryMB)} of ${Math.round(totalMemoryMB)} MB in use`;
  return `${id.padEnd(7)} ${name}, ${memory}`;
}

/** What is to be known of a GPU before it is chosen. */
function factsOf(device: Device): readonly string[] {
  if (device.kind === 'cpu') return [];
  const { computeCapability, driver, users = [], slowedBy, hindrance } = device;
  const held = users.map(({ program, pid, memoryMB }) => {
    const amount = memoryMB === undefined ? '' : `, ${memoryMB} MB`;
    return `used by ${program} (process ${pid}${amount})`;
  });
  return [
    `${computeCapability === undefined ? '' : `compute capability ${computeCapability}, `}driver ${driver}`,
    ...held,
    ...(slowedBy ? [`slowed by ${slowedBy.join(' and ')}`] : []),
    ...(hindrance ? [hindrance] : []),
  ];
}
