import { expect, test } from 'vitest';
import { NewestQuestion } from '../../../../src-renderer/runs/ask/newest-question';

/** Questions whose answers the test gives. */
function newQuestions() {
  const asked: { question: string; answer: (text: string) => void; fail: (error: Error) => void }[] = [];
  const told: string[] = [];
  const questions = new NewestQuestion<string, string>(
    (question) => new Promise((answer, fail) => asked.push({ question, answer, fail })),
    (answer) => told.push(answer),
    (error) => told.push(String(error)),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { questions, asked, told, settle };
}

test('of the questions that come while one is asked only the newest is asked', async () => {
  const { questions, asked, told, settle } = newQuestions();
  for (const question of ['a', 'b', 'c', 'd']) questions.put(question);
  expect(asked.map(({ question }) => question)).toEqual(['a']);
  asked[0].answer('A');
  await settle();
  expect(asked.map(({ question }) => question)).toEqual(['a', 'd']);
  asked[1].answer('D');
  await settle();
  expect(told).toEqual(['A', 'D']);
  questions.put('e');
  expect(asked).toHaveLength(3);
});

test('a question that fails is told, and the next is asked', async () => {
  const { questions, asked, told, settle } = newQuestions();
  questions.put('a');
  questions.put('b');
  asked[0].fail(new Error('no'));
  await settle();
  asked[1].answer('B');
  await settle();
  expect(told).toEqual(['Error: no', 'B']);
});

test('what is dropped is not told any more, and what waits is not asked', async () => {
  const { questions, asked, told, settle } = newQuestions();
  questions.put('a');
  questions.put('b');
  questions.drop();
  asked[0].answer('A');
  await settle();
  expect(asked).toHaveLength(1);
  expect(told).toEqual([]);
});
