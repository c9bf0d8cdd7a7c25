import { FailedError } from '../../src-shared/errors';
import { decodeMessage, encodeMessage } from '../../src-shared/protocol/wire';

/** A two-way line to the core, whichever shell carries it. */
export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the line is gone. */
  onClosed(listener: () => void): void;
}

declare global {
  interface Window {
    /** Set by the desktop shell's preload script. */
    readonly parasampleShell?: 'electron';
  }
}

/** Opens the line that this shell offers: a MessagePort on the desktop, a WebSocket to the same host in a browser. */
export function openChannel(): Promise<Channel> {
  return window.parasampleShell === 'electron' ? openPort() : openSocket();
}

function openPort(): Promise<Channel> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window || event.data?.type !== 'parasample-port' || !port) return;
      window.removeEventListener('message', receive);
      resolve(channelOfPort(port));
    };
    window.addEventListener('message', receive);
    window.postMessage({ type: 'parasample-ready' }, location.origin);
  });
}

function channelOfPort(port: MessagePort): Channel {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.onmessage = (event) => listener(event.data);
    },
    // The port lives as long as the app that shows this window; listening for its end crashes old Electrons on reload.
    onClosed: () => undefined,
  };
}

function openSocket(): Promise<Channel> {
  const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${protocol}//${location.host}/api`);
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(channelOfSocket(socket));
    socket.onerror = () => reject(new FailedError('Parasample does not answer at this address.'));
  });
}

function channelOfSocket(socket: WebSocket): Channel {
  return {
    post: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) => {
      socket.onmessage = (event) => listener(decodeMessage(String(event.data)));
    },
    onClosed: (listener) => socket.addEventListener('close', listener, { once: true }),
  };
}
