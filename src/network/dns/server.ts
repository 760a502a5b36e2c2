/** The sockets of the DNS server: UDP, and TCP for what does not fit (RFC 7766), on one port of one address. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { framed } from './forward.ts';

/** undefined: nothing is sent back. */
export type Respond = (message: Buffer, transport: 'udp' | 'tcp') => Promise<Buffer | undefined>;

/** Milliseconds that a TCP connection may be idle. */
const idle = 10_000;
const portAttempts = 20;

export interface DnsServer extends AsyncDisposable {
  readonly port: number;
}

/** Listens on a port that is free for both, or on `port`. */
export async function startDnsServer(address: string, respond: Respond, port = 0): Promise<DnsServer> {
  for (let attempt = 1; ; attempt++) {
    const connections = new Set<Socket>();
    const tcp = createServer((socket) => converse(socket, connections, respond));
    await listening(tcp, port, address);
    const { port: taken } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4');
    try {
      await bound(udp, taken, address);
    } catch (error) {
      tcp.close();
      udp.close();
      if (port === 0 && attempt < portAttempts) continue;
      throw error;
    }
    // A socket reports what became of earlier answers (a client that is gone); nothing follows from it.
    udp.on('error', () => undefined);
    udp.on('message', (message, { address: client, port: clientPort }) => {
      void respond(message, 'udp').then((response) => {
        if (response) udp.send(response, clientPort, client, () => undefined);
      });
    });
    return {
      port: taken,
      async [Symbol.asyncDispose]() {
        for (const socket of connections) socket.destroy();
        await Promise.all([
          new Promise<void>((resolve) => udp.close(resolve)),
          new Promise<void>((resolve) => tcp.close(() => resolve())),
        ]);
      },
    };
  }
}

function converse(socket: Socket, connections: Set<Socket>, respond: Respond): void {
  connections.add(socket);
  let received = Buffer.alloc(0);
  socket.setTimeout(idle, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => connections.delete(socket));
  socket.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const message = received.subarray(2, 2 + received.readUInt16BE(0));
      received = received.subarray(2 + message.length);
      void respond(message, 'tcp').then((response) => {
        if (response && !socket.destroyed) socket.write(framed(response));
      });
    }
  });
}

function listening(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) =>
    server.once('error', reject).listen(port, address, () => {
      server.off('error', reject);
      resolve();
    }),
  );
}

function bound(socket: DatagramSocket, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
