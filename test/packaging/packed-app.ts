import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

/** The packed app's executable, which PARASAMPLE_PACKED names. */
export function packedExecutable(): string {
  const path = process.env.PARASAMPLE_PACKED;
  if (!path) throw new Error('PARASAMPLE_PACKED must name the executable of the packed app.');
  return path;
}

/**
 * The packed app, driven from its page alone: its fuses keep everybody, Playwright too, out of the main process.
 */
export class PackedApp {
  #lastId = 0;
  readonly #child: ChildProcess;
  readonly #socket: WebSocket;

  private constructor(child: ChildProcess, socket: WebSocket) {
    this.#child = child;
    this.#socket = socket;
  }

  static async open(environment: NodeJS.ProcessEnv): Promise<PackedApp> {
    const child = spawn(packedExecutable(), ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      const address = await pageAddress(await debuggerAddress(child));
      const socket = new WebSocket(address);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return new PackedApp(child, socket);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** What an expression is in the page. */
  async read(expression: string): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<unknown>((resolve) => {
      const take = (data: unknown) => {
        const message = JSON.parse(String(data));
        if (message.id !== id) return;
        this.#socket.off('message', take);
        resolve(message.result?.result?.value);
      };
      this.#socket.on('message', take);
    });
    const params = { expression, returnByValue: true, awaitPromise: true };
    this.#socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    return answer;
  }

  text(): Promise<unknown> {
    return this.read('document.body.innerText');
  }

  /** @returns the exit code */
  async close(): Promise<number | null> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    this.#socket.close();
    child.kill('SIGTERM');
    return ended;
  }
}

/** Chromium tells where it listens in its first lines. */
function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once('exit', (code) =>
      reject(new Error(`The packed app ended with ${code}: ${said.slice(-5).join(' ')}`)),
    );
    if (!child.stderr) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
}

/** The page is there a moment after Chromium listens. */
async function pageAddress(host: string): Promise<string> {
  for (;;) {
    const targets: { type: string; webSocketDebuggerUrl: string }[] = await (
      await fetch(`http://${host}/json/list`)
    ).json();
    const page = targets.find(({ type }) => type === 'page');
    if (page) return page.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
