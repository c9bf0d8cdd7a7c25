import { readFileSync } from 'node:fs';

/**
 * Ends this process once npm, which runs it as a script, is gone: npm passes a signal on to its shell alone, which goes
 * without a word, and where npm is killed not even that. Does nothing where no npm is above this process (Linux).
 */
export function endWithNpm() {
  const { ppid } = process;
  const npm = [ppid, parentOf(ppid)].find(isNpm);
  if (npm === undefined) return;
  setInterval(() => {
    if (!isNpm(npm)) process.exit(1);
  }, 1000).unref();
}

/** npm names its process after the script that it runs. */
function isNpm(pid) {
  return /^npm\b/.test(readOf(pid, 'cmdline'));
}

function parentOf(pid) {
  return /^PPid:\s*(\d+)$/m.exec(readOf(pid, 'status'))?.[1];
}

/** Empty for a process that is gone, or that this user may not look at. */
function readOf(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
