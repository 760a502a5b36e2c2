/** `peapod port-forward`. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { openPortForward, type PortForward } from '../../client/streams/portForward.ts';
import { pods } from '../../machinery/resources.ts';
import { CommandError, messageOf, UsageError } from '../kube/errors.ts';
import { listFlag } from '../kube/flags.ts';
import { pathOf } from '../kube/mapper.ts';
import { impersonation } from '../kube/settings.ts';
import { defineVerb } from '../kube/verb.ts';
import { choosePod, podRunningTimeoutFlag } from '../streams/choosePod.ts';
import { parsePorts, portsInPod, type ForwardedPort } from './portForward/ports.ts';

export default defineVerb({
  name: 'port-forward',
  summary: 'Forward one or more local ports to a pod',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  description: `Forward one or more local ports to a pod.

 Use resource type/name such as deployment/mydeployment to select a pod. Resource type defaults to 'pod' if omitted.

 If there are multiple pods matching the criteria, a pod will be selected automatically. The forwarding session ends when
the selected pod terminates, and a rerun of the command is needed to resume forwarding.`,
  examples: `# The same ports here
peapod port-forward pod/web-0 5000 6000

# By the names of a Service's ports, or of any Pod of a Deployment
peapod port-forward service/web 8443:https
peapod port-forward deployment/web 8080:80

# On every address of this machine
peapod port-forward --address 0.0.0.0 pod/web-0 8888:5000

# On a port that happens to be free
peapod port-forward pod/web-0 :5000`,
  flags: {
    ...podRunningTimeoutFlag,
    address: listFlag(
      'Addresses to listen on (comma separated). Only accepts IP addresses or localhost as a value. When localhost is supplied, kubectl will try to bind on both 127.0.0.1 and ::1 and will fail if neither of these addresses are available to bind.',
      { initial: ['localhost'] },
    ),
  },
  async run({ flags, args, session }) {
    const [target = '', ...words] = args;
    if (args.length < 2) throw new UsageError('TYPE/NAME and list of ports are required for port-forward');
    const chosen = await choosePod(session, target, flags['pod-running-timeout']);
    const ports = portsInPod(parsePorts(words), chosen);
    const { pod } = chosen;
    const phase = pod.status?.phase ?? '';
    if (phase !== 'Running')
      throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
    const { connection } = await session.settings();
    const path = pathOf(pods, pod.metadata?.namespace, pod.metadata?.name, 'portforward');
    using forward = await openPortForward({ ...connection, headers: impersonation(session.flags) }, path);
    const listeners: Server[] = [];
    try {
      for (const port of ports) listeners.push(...(await listen(forward, port, flags.address)));
      const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => false);
      if (await Promise.race([forward.lost.then(() => true), stopped]))
        throw new CommandError('lost connection to pod');
    } finally {
      for (const listener of listeners) listener.close();
    }
  },
});

/** On every address that is asked for; of 'localhost' one of both will do. */
async function listen(forward: PortForward, port: ForwardedPort, addresses: readonly string[]): Promise<Server[]> {
  const servers: Server[] = [];
  let { local } = port;
  for (const address of addresses) {
    const hosts = address === 'localhost' ? ['127.0.0.1', '::1'] : [address];
    const problems: string[] = [];
    const before = servers.length;
    for (const host of hosts) {
      try {
        const server = await listenOn(forward, host, local, port.remote);
        servers.push(server);
        // The address of a listening server is never a path.
        local = (server.address() as AddressInfo).port;
      } catch (error) {
        problems.push(`Unable to create listener: Error ${messageOf(error)}`);
      }
    }
    if (servers.length > before) continue;
    for (const server of servers) server.close();
    process.stderr.write(
      `Unable to listen on port ${port.local}: Listeners failed to create with the following errors: [${problems.join(' ')}]\n`,
    );
    throw new CommandError(`unable to listen on any of the requested ports: [{${port.local} ${port.remote}}]`);
  }
  return servers;
}

async function listenOn(forward: PortForward, host: string, local: number, remote: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket: Socket) => {
    process.stdout.write(`Handling connection for ${(server.address() as AddressInfo).port}\n`);
    socket.on('error', () => socket.destroy());
    forward.join(socket, remote).catch((error: unknown) => {
      process.stderr.write(`error forwarding port ${remote}: ${messageOf(error)}\n`);
      socket.destroy();
    });
  });
  server.listen(local, host);
  await once(server, 'listening');
  const shown = host.includes(':') ? `[${host}]` : host;
  process.stdout.write(`Forwarding from ${shown}:${(server.address() as AddressInfo).port} -> ${remote}\n`);
  return server;
}
