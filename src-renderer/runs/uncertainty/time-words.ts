const midnight = /T00:00:00(\.0+)?Z?$/;

/** Times as a person reads them, all alike: "2018-09-30 23:00" (with UTC where they name it), or the days alone where each is a day's start. */
export function timeWords(times: readonly string[]): readonly string[] {
  const areDays = times.every((time) => midnight.test(time));
  return times.map((time) =>
    areDays
      ? time.slice(0, time.indexOf('T'))
      : time
          .replace('T', ' ')
          .replace(/(\.0+)?Z?$/, '')
          .replace(/(?<=:\d\d):00$/, '') + zoneOf(time),
  );
}

/** A clock of nobody's zone says none: those of a file that names no zone are as it has them. */
export function zoneOf(time: string): string {
  return time.endsWith('Z') ? ' UTC' : '';
}
