/**
 * What torchrun says of processes that failed, of PyTorch 1.10 to 2.9: a line for each, its own traceback, and a banner that says no
 * more than where and when. The processes' own words stand above all that.
 */
const launcherWords = [
  /^Traceback \(most recent call last\):\n(?:[ \t].*\n)*torch\.distributed\.elastic\.multiprocessing\.errors\.ChildFailedError:.*(?:\n|$)/gm,
  /^={20,}\n\S.* FAILED\n-{20,}\n[^=]*^={20,}(?:\n|$)/gm,
  /^(?:[EWI]\d{4} [\d:.]+ \d+ torch\/distributed\/|(?:ERROR|WARNING|INFO):torch\.distributed\.).*(?:\n|$)/gm,
];

/** The output of a job without what its launcher adds, under which the reason would be lost. */
export function withoutLauncher(output: string): string {
  return launcherWords.reduce((text, words) => text.replace(words, ''), output);
}
