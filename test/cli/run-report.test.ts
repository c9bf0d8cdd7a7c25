import { expect, test } from 'vitest';
import { TextRunReport } from '../../src-main/cli/run-report';
import { Terminal } from '../../src-main/cli/terminal';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { RunSummary } from '../../src-shared/runs/runs';

function toldRun(targetUnit?: string, heat = 1) {
  const out: string[] = [];
  const stream = { write: (text: string) => out.push(text) };
  const report = new TextRunReport(new Terminal(stream, stream), () => targetUnit);
  const point = (name: string, epoch: number, value: number) => ({
    id: 1,
    name,
    step: 10,
    epoch,
    time: 0,
    value,
  });
  report.points([
    point('validation.rmse', 0.5, 8.25),
    point('validation.nll', 0.5, 1.5),
    point('validation.mae', 0.5, 5),
    point('train.loss', 0.75, 3),
    point('validation.rmse', 1, 8),
    point('test.rmse', 1, 7.5),
  ]);
  const metrics = { 'test.rmse': 7.5, 'test.nll': 1.23456, 'train.loss': 2, 'validation.rmse': 8.25 };
  const experiment = experimentSchema.parse({
    data: { dataset: 'concrete' },
    model: { kind: 'mlp' },
    inference: { heat },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  report.end({ id: 'run-1', status: 'finished', reason: '', metrics, experiment } as unknown as RunSummary);
  return out.join('');
}

test('the scores on the test data are told once, at the end, and those of the validation as they come', () => {
  const told = toldRun();
  expect(told.match(/test\.rmse/g)).toHaveLength(1);
  expect(told.indexOf('rmse 8.25')).toBeLessThan(told.indexOf('run-1: finished'));
  expect(told.indexOf('test.rmse')).toBeGreaterThan(told.indexOf('run-1: finished'));
});

test('scores have their units: that of the target where it is known', () => {
  expect(toldRun('MPa')).toContain('  epoch 0.5: rmse 8.25 MPa, nll 1.5 nats\n  epoch 1: rmse 8 MPa\n');
  expect(toldRun('MPa')).toContain('  test.rmse 7.5 MPa\n  test.nll 1.235 nats\n');
  expect(toldRun()).toContain('  test.rmse 7.5\n');
});

test('what speaks against a posterior is said below its scores', () => {
  expect(toldRun('MPa', 0.1)).toMatch(/test\.nll .*\n(.*\n)* {2}Tempered: heat 0\.1 /);
  expect(toldRun('MPa')).not.toContain('Tempered');
});

test('of thousands of epochs as many are told as fit on a screen, the first among them', () => {
  const out: string[] = [];
  const stream = { write: (text: string) => out.push(text) };
  const report = new TextRunReport(new Terminal(stream, stream), () => undefined);
  const progress = { phase: 'training', step: 1, totalSteps: 5000, epoch: 0 };
  report.run({ id: 'run-1', status: 'running', progress } as unknown as RunSummary);
  for (let epoch = 1; epoch <= 1666; epoch += 1)
    report.points([
      { id: epoch, name: 'validation.rmse', step: 3 * epoch, epoch, time: 0, value: 1 / epoch },
      { id: epoch, name: 'validation.nll', step: 3 * epoch, epoch, time: 0, value: 1 },
    ]);
  const told = out.join('').match(/^ {2}epoch \d+: rmse \S+, nll 1 .*$/gm) ?? [];
  expect(told[0]).toContain('epoch 1: rmse 1, ');
  expect(told.length).toBeGreaterThan(20);
  expect(told.length).toBeLessThanOrEqual(26);
});
