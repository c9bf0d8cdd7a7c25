/**
 * Does a piece of work that takes its time, and says so when it begins and when it is done, wherever the words go: no
 * part of it is silent in a log.
 * @template Value
 * @param {(line: string) => void} say
 * @param {string} subject as "Packages"
 * @param {string} doing as "installing 12 npm packages"
 * @param {() => Promise<Value>} work
 */
export async function step(say, subject, doing, work) {
  say(`${subject}: ${doing}`);
  const started = performance.now();
  const value = await work();
  say(`${subject}: done in ${Math.round((performance.now() - started) / 1000)} s`);
  return value;
}
