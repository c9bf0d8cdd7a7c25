import { expect, it, vi } from 'vitest';
import { clientApi, Link } from '../../../src-renderer/link/link.svelte';
import { inFormWords } from '../../../src-renderer/settings/form-words';
import { ParasampleError } from '../../../src-shared/errors';
import { FakeCore } from '../fake-core';
import { MemoryLine } from '../memory-line';

function linkTo(core: FakeCore) {
  const lines: MemoryLine[] = [];
  const link = new Link(async () => {
    lines.push(new MemoryLine(core));
    return lines[lines.length - 1] as MemoryLine;
  });
  void link.keepUp();
  return { link, lines };
}

it('turns an outcome that is an error into the error itself, its kind and sentence kept', async () => {
  const api = clientApi(async () => ({ ok: false, kind: 'bad-input', message: 'There is no run x.' }));
  const error = await api.run('x').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ParasampleError);
  expect(error).toMatchObject({ kind: 'bad-input', message: 'There is no run x.' });
});

it('says the core’s sentences in the words of the window, wherever they are shown', async () => {
  const message = 'A smaller training.optimizer.learningRate usually helps.';
  const api = clientApi(async () => ({ ok: false, kind: 'failed', message }), inFormWords);
  await expect(api.run('x')).rejects.toThrow('A smaller “Learning rate” usually helps.');
});

it('refuses calls without a connection with a sentence', async () => {
  const link = new Link(() => new Promise(() => undefined));
  await expect(link.api.runs()).rejects.toThrow(
    'The connection to Parasample is lost; it is being tried again.',
  );
});

it('passes on the core’s events until the subscription ends', async () => {
  const core = new FakeCore();
  const { link } = linkTo(core);
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const listener = vi.fn();
  const end = link.onEvent(listener);
  core.progressFetch(1);
  await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1));
  end();
  core.progressFetch(2);
  await link.api.about();
  expect(listener).toHaveBeenCalledTimes(1);
});

it('connects again after a break, tells whoever reads anew, and rejects what was under way', async () => {
  const core = new FakeCore();
  const { link, lines } = linkTo(core);
  const onConnected = vi.fn();
  link.onConnected(onConnected);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalledTimes(1));
  vi.spyOn(core, 'call').mockReturnValueOnce(new Promise(() => undefined));
  const pending = link.api.runs();
  await vi.waitFor(() => expect(core.call).toHaveBeenCalled());
  lines[0]?.break();
  await expect(pending).rejects.toThrow('The connection to Parasample is lost');
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalledTimes(2));
  expect(link.state).toBe('connected');
  expect(await link.api.runs()).toEqual([]);
});
