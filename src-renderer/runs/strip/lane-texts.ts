import type { Device } from '../../../src-shared/devices/devices';
import { formatMegabytes, formatNumber } from '../../ui/numbers';
import { stepParts, type WorkerTimes } from '../workers/step-times';

/** Milliseconds of all parts of a step together, validation's share among them; undefined until one is measured. */
export function wholeStepMs({ parts }: WorkerTimes): number | undefined {
  const measured = parts.filter((part) => part !== undefined);
  return measured.length === 0 ? undefined : measured.reduce((sum, part) => sum + part, 0);
}

/** Where a device's time goes: "31.8 ms a step: 2 % input, 79 % compute"; empty until it is measured. */
export function timeText(times: WorkerTimes): string {
  const whole = wholeStepMs(times);
  if (!whole) return '';
  const shares = stepParts.flatMap(({ label }, at) => {
    const part = times.parts[at];
    return part === undefined ? [] : [`${percentOf(part / whole)}\u00a0${label.toLowerCase()}`];
  });
  return `${shortNumber(whole, 3)}\u00a0ms a step: ${shares.join(', ')}`;
}

function percentOf(share: number): string {
  return share > 0 && share < 0.005 ? '<1\u00a0%' : `${Math.round(share * 100)}\u00a0%`;
}

/**
 * Memory and use of a lane's device: those of its worker for a CPU slot, those of the whole device for a GPU.
 * @param busyCores that the worker keeps busy
 * @param device as the core last measured it; undefined where the run is over, or before the first measurement
 */
export function useText(
  { memoryMB }: WorkerTimes,
  busyCores: number | undefined,
  device: Device | undefined,
): string {
  if (device?.kind === 'gpu') {
    const memory = `${formatMegabytes(device.usedMemoryMB)} of ${formatMegabytes(device.totalMemoryMB)}`;
    const { utilisationPercent: use } = device;
    return use === undefined ? memory : `${memory}, ${Math.round(use)}\u00a0% busy`;
  }
  const memory = memoryMB === undefined ? [] : [`${formatMegabytes(memoryMB)} of memory`];
  const ofCores = device ? ` of ${device.cores}` : '';
  const use = busyCores === undefined ? [] : [`${shortNumber(busyCores, 2)}${ofCores} cores busy`];
  return [...memory, ...use].join(', ');
}

/** As precise as measured times are. */
function shortNumber(value: number, digits: number): string {
  return formatNumber(Number(value.toPrecision(digits)));
}
