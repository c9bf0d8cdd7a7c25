import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError } from './setup-error.mjs';
import { runTool } from './tool.mjs';

/**
 * What the end-to-end specs need of the system: a program in PATH or a shared library, and the names its Debian or
 * Ubuntu package has had, newest first.
 */
const needs = [
  { program: 'chromium', packages: ['chromium'] },
  { program: 'xvfb-run', packages: ['xvfb'] },
  { program: 'xauth', packages: ['xauth'] },
  { program: 'ssh', packages: ['openssh-client'] },
  { program: 'sshd', folders: ['/usr/sbin', '/usr/local/sbin'], packages: ['openssh-server'] },
  { library: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { library: 'libnss3.so', packages: ['libnss3'] },
  { library: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { library: 'libgbm.so.1', packages: ['libgbm1'] },
];

/**
 * Installs the missing system packages where that is allowed: by root, or by anyone where CI=true, with apt-get.
 * @returns {Promise<string[]>} the names of what is still missing
 */
export async function ensureSystemPackages(say) {
  const missing = missingNeeds();
  if (missing.length === 0) return [];
  if (!mayInstall()) return missing.map((need) => need.packages.at(-1));
  const apt = process.getuid() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = (args) =>
    runTool(apt[0], [...apt.slice(1), ...args], 'Installing system packages', { env: environment });
  try {
    await install(['update', '-qq']);
    const names = missing.map((need) => need.packages.find(isKnownToApt) ?? need.packages.at(-1));
    say(`System packages: installing ${names.join(', ')} for the end-to-end specs, up to 150 MB to download`);
    await install(['install', '-y', '-qq', '--no-install-recommends', ...names]);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
  }
  return missingNeeds().map((need) => need.packages.at(-1));
}

function missingNeeds() {
  if (process.platform !== 'linux') return needs;
  const libraries = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return needs.filter((need) => (need.program ? !isInPath(need) : !libraries.includes(need.library)));
}

/** Programs for administrators lie in folders that a person's PATH may lack. */
function isInPath({ program, folders = [] }) {
  return [...(process.env.PATH ?? '').split(delimiter), ...folders].some((folder) =>
    existsSync(join(folder, program)),
  );
}

function mayInstall() {
  const allowed = process.getuid?.() === 0 || process.env.CI === 'true';
  return allowed && process.platform === 'linux' && isInPath({ program: 'apt-get' });
}

function isKnownToApt(name) {
  const answer = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout ?? '';
  return /Candidate: (?!\(none\))/.test(answer);
}
