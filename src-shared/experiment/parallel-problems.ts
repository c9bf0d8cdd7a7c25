import { meshOf } from '../devices/workload';
import type { Experiment } from './experiment';
import type { Problem } from './problem';

/** What mode, devices, samples and batch ask of each other. */
export function parallelProblems(experiment: Experiment): Problem[] {
  const meshProblem = problemOfMesh(experiment);
  return [
    ...repeatedDevices(experiment),
    ...precisionProblems(experiment),
    ...batchNormProblems(experiment),
    ...(meshProblem ? [meshProblem] : workloadProblems(experiment)),
  ];
}

function precisionProblems({ training: { precision }, parallel: { devices } }: Experiment): Problem[] {
  const slot = devices.find((device) => device.startsWith('cpu:'));
  if (precision !== 'tf32' || !slot) return [];
  const message = `tf32 is a format of GPUs; ${slot} computes in float32 or bf16.`;
  return [{ path: 'training.precision', message }];
}

/** Statistics of whole batches are exchanged in the middle of a pass, in memory of processes on the host. */
function batchNormProblems({ model, parallel: { mode, devices } }: Experiment): Problem[] {
  const gpu = devices.find((device) => device.startsWith('gpu:'));
  const sharesBatches = mode === 'ddp' || mode === 'hybrid';
  if (model.kind !== 'onnx' || model.batchNorm !== 'sync' || !sharesBatches || !gpu) return [];
  const message = `sync is for CPU slots, and ${gpu} is none; use batch, or mode sp, in which every device sees whole batches.`;
  return [{ path: 'model.batchNorm', message }];
}

function repeatedDevices({ parallel: { devices } }: Experiment): Problem[] {
  const repeated = devices.find((device, index) => devices.indexOf(device) !== index);
  if (!repeated) return [];
  return [{ path: 'parallel.devices', message: `${repeated} is named twice; name each device once.` }];
}

function problemOfMesh({ parallel: { mode, devices, dataGroups } }: Experiment): Problem | undefined {
  if (mode === 'local' && devices.length > 1)
    return {
      path: 'parallel.devices',
      message: `Mode local runs on one device, but ${devices.length} are named; choose mode sp to use them all.`,
    };
  if (mode !== 'hybrid')
    return dataGroups === undefined
      ? undefined
      : { path: 'parallel.dataGroups', message: `Belongs to mode hybrid; mode ${mode} has none.` };
  const fitting = divisorsOf(devices.length).join(' or ');
  if (dataGroups === undefined)
    return {
      path: 'parallel.dataGroups',
      message: `Mode hybrid needs it; ${devices.length} devices make ${fitting}.`,
    };
  if (devices.length % dataGroups !== 0)
    return {
      path: 'parallel.dataGroups',
      message: `${dataGroups} data groups do not divide ${devices.length} devices; use ${fitting}.`,
    };
  return undefined;
}

function workloadProblems({ parallel, training }: Experiment): Problem[] {
  const { mode, devices } = parallel;
  const { sampleGroups, dataGroups } = meshOf(mode, devices.length, parallel.dataGroups);
  const problems: Problem[] = [];
  if (training.samples < sampleGroups)
    problems.push({
      path: 'training.samples',
      message: `Mode ${mode} gives every ${mode === 'sp' ? 'device' : 'sample group'} at least one sample: ${sampleGroups} ${mode === 'sp' ? 'devices' : 'sample groups'} need at least ${sampleGroups} samples, not ${training.samples}.`,
    });
  if (training.batchSize < dataGroups)
    problems.push({
      path: 'training.batchSize',
      message: `Mode ${mode} gives every ${mode === 'ddp' ? 'device' : 'data group'} at least one item: ${dataGroups} ${mode === 'ddp' ? 'devices' : 'data groups'} need a batch of at least ${dataGroups}, not ${training.batchSize}.`,
    });
  return problems;
}

function divisorsOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter((divisor) => count % divisor === 0);
}
