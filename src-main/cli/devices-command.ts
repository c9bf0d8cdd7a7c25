import type { Device } from '../../src-shared/devices';
import { readDevices } from '../devices/devices';
import { type Command, jsonOption } from './command';

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
      for (const device of report.devices) terminal.line(describe(device));
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
