import { expect, test } from 'vitest';
import { runPretended, smallExperiment } from './pretended-run';

/** What the pretended GPU's context holds, and what TensorFlow leaves on one of capability 9.0. */
const otherMiB = 500 + 1800;
const vit = smallExperiment({ samples: 16 }, ['gpu:0'], { kind: 'vit', patchSize: 1 });
const outOfMemory = { code: 1, said: expect.stringContaining('gpu:0 ran out of memory') };

test('a ViT that 8 GB are too little for says what it needs, by a fifth: with that much more it trains, with that much less it does not', async () => {
  const small = await runPretended(vit, { memoryMiB: 8192 });
  expect(small).toMatchObject(outOfMemory);
  const [, need] =
    /gpu:0 needs about ([\d.]+) GB of memory: .* TensorFlow takes at most/.exec(small.said) ?? [];
  const withAtHand = (part: number) =>
    runPretended(vit, { memoryMiB: Math.round(otherMiB + (part * Number(need) * 1e9) / 2 ** 20) });
  expect(await withAtHand(0.8)).toMatchObject(outOfMemory);
  const more = await withAtHand(1.2);
  expect(more.code).toBe(0);
  expect(more.said).not.toContain('needs about');
});

test('what an MLP is said to need is what TensorFlow takes of a GPU that has more, by a fifth', async () => {
  const mlp = smallExperiment({ samples: 32 }, ['gpu:0'], { kind: 'mlp', hidden: [2048, 2048] });
  const small = await runPretended(mlp, { memoryMiB: otherMiB + 600 });
  const [, need] = /gpu:0 needs about ([\d.]+) GB of memory/.exec(small.said) ?? [];
  const { counts } = await runPretended(mlp);
  const taken = (counts.get('device memory')?.bytes ?? 0) / 1e9;
  expect(Number(need) / taken).toBeGreaterThan(0.8);
  expect(Number(need) / taken).toBeLessThan(1.2);
});
