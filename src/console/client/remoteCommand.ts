/**
 * A program run in a container with a terminal, over a WebSocket in Kubernetes' remote-command protocol: one byte of
 * channel, then the data. Channel 3 brings the outcome as a Status, channel 4 takes the size of the terminal.
 */
import type { Status } from '../../api/meta/v1.ts';
import { session } from './session.svelte.ts';

const stdin = 0;
const stdout = 1;
const stderr = 2;
const outcome = 3;
const resize = 4;
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export interface RemoteCommand extends Disposable {
  write(text: string): void;
  resize(columns: number, rows: number): void;
}

export interface RemoteCommandEvents {
  onopen(): void;
  ondata(bytes: Uint8Array): void;
  /** Once. `message` says why when it did not end well; '' when it did. */
  onend(message: string, exitCode: number | undefined): void;
}

/** @param path with its query, from the server's root */
export function remoteCommand(path: string, events: RemoteCommandEvents): RemoteCommand {
  const scheme = location.protocol === 'http:' ? 'ws' : 'wss';
  const bearer =
    session.token === undefined ? [] : [`base64url.bearer.authorization.k8s.io.${base64url(session.token)}`];
  const socket = new WebSocket(`${scheme}://${location.host}${path}`, [...protocols, ...bearer]);
  socket.binaryType = 'arraybuffer';
  const encoder = new TextEncoder();
  let opened = false;
  let ended = false;
  const end = (message: string, exitCode?: number): void => {
    if (ended) return;
    ended = true;
    events.onend(message, exitCode);
  };
  const send = (channel: number, text: string): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const bytes = encoder.encode(text);
    const message = new Uint8Array(bytes.length + 1);
    message[0] = channel;
    message.set(bytes, 1);
    socket.send(message);
  };
  socket.addEventListener('open', () => {
    opened = true;
    events.onopen();
  });
  socket.addEventListener('message', ({ data }) => {
    if (!(data instanceof ArrayBuffer) || data.byteLength === 0) return;
    const bytes = new Uint8Array(data);
    const channel = bytes[0];
    const rest = bytes.subarray(1);
    if (channel === stdout || channel === stderr) events.ondata(rest);
    else if (channel === outcome) {
      // A named seam: channel 3 carries a Status.
      const status = JSON.parse(new TextDecoder().decode(rest)) as Status;
      const code = status.details?.causes?.find((c) => c.reason === 'ExitCode')?.message;
      end(status.status === 'Success' ? '' : (status.message ?? 'it failed'), code === undefined ? 0 : Number(code));
    }
  });
  socket.addEventListener('close', ({ reason }) =>
    end(
      reason ||
        (opened
          ? 'the connection was cut'
          : 'the connection was refused: you may not, or the container is not running'),
    ),
  );
  return {
    write: (text) => send(stdin, text),
    resize: (columns, rows) => send(resize, JSON.stringify({ Width: columns, Height: rows })),
    [Symbol.dispose]() {
      ended = true;
      socket.close();
    },
  };
}

function base64url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
