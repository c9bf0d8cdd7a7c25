import { expect, it, vi } from 'vitest';
import { RuntimeInstallation } from '../../../src-renderer/home/installation.svelte';
import { Link } from '../../../src-renderer/link/link.svelte';
import { FakeCore } from '../fake-core';
import { MemoryLine } from '../memory-line';

async function onMachineWithoutTensorFlow() {
  const core = new FakeCore();
  core.useSlowEngine();
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const installed = vi.fn();
  const runtime = new RuntimeInstallation(link, installed);
  await runtime.load();
  return { core, runtime, installed };
}

it('offers TensorFlow where it is missing, follows its installation, and tells when it is there', async () => {
  const { core, runtime, installed } = await onMachineWithoutTensorFlow();
  expect(runtime.state).toEqual({ kind: 'installable', downloadMB: 274 });
  await runtime.install();
  core.progressRuntime({ step: 'Downloading tensorflow-cpu', doneMB: 100, totalMB: 274 });
  await vi.waitFor(() =>
    expect(runtime.going).toMatchObject({ doneMB: 100, step: 'Downloading tensorflow-cpu' }),
  );
  core.progressRuntime({ state: 'done' });
  await vi.waitFor(() => expect(runtime.state).toEqual({ kind: 'installed' }));
  expect(runtime.going).toBeUndefined();
  expect(installed).toHaveBeenCalledOnce();
});

it('follows an installation that the app began by itself', async () => {
  const { core, runtime } = await onMachineWithoutTensorFlow();
  core.progressRuntime({ step: 'Unpacking TensorFlow' });
  await vi.waitFor(() => expect(runtime.going?.step).toBe('Unpacking TensorFlow'));
});

it('says why it failed, and offers it again', async () => {
  const { core, runtime } = await onMachineWithoutTensorFlow();
  core.progressRuntime({ state: 'failed', message: 'It needs python3, which is not there.' });
  await vi.waitFor(() => expect(runtime.trouble).toBe('It needs python3, which is not there.'));
  expect(runtime.state?.kind).toBe('installable');
});
