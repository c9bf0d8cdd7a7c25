/**
 * Whether a line of a worker's output says something to the person: TensorFlow's start-up information does not, and no
 * environment variable silences all of it (what it prints before its logging is set up, and notes on oneDNN).
 */
export function isWorthLogging(line: string): boolean {
  if (line.trim() === '') return false;
  const isInformation = /^I\d{4} \d{2}:\d{2}:\d{2}/.test(line) || /^I0000 /.test(line);
  const isPreamble =
    line.startsWith('WARNING: All log messages before absl::InitializeLog()') ||
    line.startsWith('To enable the following instructions:');
  return !isInformation && !isPreamble;
}
