import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engine, env, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOperator } from '../../src-files/onnx/operators';
import { Session } from '../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../src-workers/engine/trace/trace';
import { inOrder, type Value } from '../../src-workers/models/onnx/value';
import { trainingGraph } from '../src-workers/models/probe';
import { tensorflow } from '../src-workers/tensorflow';
import { type OperatorCase, type Outcome, outcomeOf, type Run } from './operator-cases';
import { runPython } from './python';

const folder = mkdtempSync(join(tmpdir(), 'parasample-operators-'));
afterAll(() => rmSync(folder, { recursive: true }));
let cases: readonly OperatorCase[] = [];
beforeAll(async () => {
  await runPython('write_operator_cases.py', folder);
  cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
});

/** `Conv 6/6`: how many of how many of onnx's own tests pass, by operator. */
const recorded: readonly string[] = JSON.parse(
  readFileSync(join(__dirname, 'fixtures', 'onnx-operators.json'), 'utf8'),
);

const inJavascript: Run = (body) => {
  env().set('IS_NODE', false);
  setBackend('cpu');
  engine().startScope();
  try {
    return body().map((value) => (value.kind === 'known' ? value.values : inOrder(value).dataSync().slice()));
  } finally {
    engine().endScope();
  }
};

const inGraph: Run = (body) => {
  const graph = trainingGraph();
  let values: readonly Value[] = [];
  const computed = traceInto(graph, [], () => {
    values = body();
    return values.flatMap((value) => (value.kind === 'known' ? [] : [inOrder(value)]));
  });
  const session = new Session(tensorflow(), graph.nodes);
  try {
    const results = computed.length === 0 ? [] : [...session.run(new Map(), computed)];
    return values.map((value) => (value.kind === 'known' ? value.values : (results.shift() ?? [])));
  } finally {
    session.dispose();
  }
};

describe.each([
  ['JavaScript', inJavascript],
  ['a TensorFlow graph', inGraph],
] as const)('operators as the onnx package’s own tests want them, in %s', (_engine, run) => {
  const outcomes = new Map<OperatorCase, Outcome>();
  beforeAll(() => {
    for (const one of cases) outcomes.set(one, outcomeOf(folder, one, run));
  });
  const of = (kind: Outcome['kind']) => [...outcomes].filter(([, outcome]) => outcome.kind === kind);

  test('none gives other numbers, and none ends in an inner error', () => {
    expect(outcomes.size).toBeGreaterThan(1000);
    expect(of('failed').map(([{ name }, outcome]) => [name, outcome])).toEqual([]);
  });

  test('as many pass as are recorded', () => {
    const names = [...new Set(cases.map(({ operator }) => operator))].filter(isOperator).sort();
    const counts = names.map((name) => {
      const own = [...outcomes].filter(([{ operator }]) => operator === name);
      return `${name} ${own.filter(([, { kind }]) => kind === 'passed').length}/${own.length}`;
    });
    expect(counts).toEqual(recorded);
  });

  test('an operator that is not here is refused by its name, with what there is', () => {
    const others = of('refused').filter(([{ operator }]) => !isOperator(operator));
    expect(others.length).toBe([...outcomes.keys()].filter(({ operator }) => !isOperator(operator)).length);
    for (const [{ operator }, outcome] of others) {
      const why = outcome.kind === 'refused' ? outcome.why : '';
      expect(why).toMatch(new RegExp(`${operator}|numbers of a kind that is not known`));
    }
  });
});
