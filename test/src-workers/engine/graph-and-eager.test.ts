import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { runEagerly } from '../../../src-workers/engine/javascript/javascript-engine';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';
import { smallProgram } from './small-programs';

// The eager JavaScript backend is the oracle: same operations, other kernels, no graph.
describe.each([
  ['mlp', 'relu'],
  ['mlp', 'tanh'],
  ['mlp', 'gelu'],
  ['cnn', 'relu'],
] as const)('a compiled %s with %s', (kind, activation) => {
  const { program, initial, inputs, options } = smallProgram(kind, activation);
  const eager = runEagerly('cpu', program, options);
  const graph = compileForTensorflow(tensorflow(), program, options);

  test('has the gradients, likelihood and KL of the eager step', () => {
    eager.setParameters(initial);
    graph.setParameters(initial);
    const byGraph = graph.gradients(inputs);
    const byEager = eager.gradients(inputs);
    // Sums of a few hundred float32 terms in another order.
    expect(relativeDistance(byGraph.gradients, byEager.gradients)).toBeLessThan(2e-6);
    expect(byGraph.report.nll).toBeCloseTo(byEager.report.nll, 5);
    expect(byGraph.report.kl / byEager.report.kl).toBeCloseTo(1, 5);
    expect(byGraph.report.fit).toBeCloseTo(byEager.report.fit, 6);
  });

  test('takes the same Adam steps, whether the gradient leaves the graph or not', () => {
    for (const engine of [eager, graph]) engine.setParameters(initial);
    for (let step = 1; step <= 5; step += 1) {
      const adam = { learningRate: 0.01, step };
      graph.gradientsAndApply(inputs, adam);
      eager.apply(eager.gradients(inputs).gradients, adam);
    }
    expect(relativeDistance(graph.parameters(), eager.parameters())).toBeLessThan(1e-5);
    graph.setParameters(initial);
    for (let step = 1; step <= 5; step += 1)
      graph.apply(graph.gradients(inputs).gradients, { learningRate: 0.01, step });
    expect(relativeDistance(graph.parameters(), eager.parameters())).toBeLessThan(1e-5);
  });

  test('goes on from parameters and moments that were taken out of it, bit for bit', () => {
    for (const engine of [eager, graph]) {
      const stepAt = (step: number) =>
        engine.apply(engine.gradients(inputs).gradients, { learningRate: 0.01, step });
      engine.setParameters(initial);
      for (let step = 1; step <= 3; step += 1) stepAt(step);
      const parameters = engine.parameters();
      const state = engine.optimiserState();
      expect(state).toHaveLength(2);
      stepAt(4);
      const uninterrupted = engine.parameters();
      engine.setParameters(initial);
      engine.restore(parameters, state);
      stepAt(4);
      expect(engine.parameters()).toEqual(uninterrupted);
    }
  });

  test('predicts the same probabilities for every sample', () => {
    for (const engine of [eager, graph]) engine.setParameters(initial);
    const byGraph = graph.predict(inputs.shape, inputs.inputs, inputs.seeds);
    const byEager = eager.predict(inputs.shape, inputs.inputs, inputs.seeds);
    expect(byGraph.length).toBe(3 * 5 * 10);
    expect(relativeDistance(byGraph, byEager)).toBeLessThan(1e-5);
  });

  test('leaves no tensor behind', () => {
    const before = memory().numTensors;
    eager.gradients(inputs);
    eager.predict(inputs.shape, inputs.inputs, inputs.seeds);
    expect(memory().numTensors).toBe(before);
  });
});
