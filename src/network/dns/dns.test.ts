import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import test from 'node:test';
import {
  decode,
  encode,
  streamDecode,
  streamEncode,
  AUTHORITATIVE_ANSWER,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  type Answer,
  type DecodedPacket,
  type Packet,
  type RecordType,
} from 'dns-packet';
import type { Service } from '../../api/core/v1.ts';
import type { Endpoint } from '../../api/discovery/v1.ts';
import { createClient } from '../../client/createClient.ts';
import { createInformers } from '../../client/informers.ts';
import { eventually } from '../../client/testing/eventually.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import { silent } from '../../machinery/log.ts';
import { endpointSlices, services } from '../../machinery/resources.ts';
import { ServiceWatch } from '../serviceWatch.ts';
import { startClusterDns } from './clusterDns.ts';
import { startDnsServer } from './server.ts';

const service = (name: string, spec: Service['spec']): Service => ({
  metadata: { name, namespace: 'shop' },
  spec: { ...spec },
});
const endpoint = (ip: string, hostname?: string, ready = true): Endpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(hostname !== undefined && { hostname }),
});

async function start() {
  const stack = new AsyncDisposableStack();
  const client = createClient(new MemoryTransport());
  const foreign: string[] = [];
  const upstream = stack.use(
    await startDnsServer('127.0.0.1', async (message) => {
      const { questions: [question] = [], id } = decode(message);
      foreign.push(question?.name ?? '');
      const answers: Answer[] =
        question?.name === 'example.org' ? [{ type: 'A', name: 'example.org', ttl: 20, data: '203.0.113.9' }] : [];
      return encode({
        type: 'response',
        id: id ?? 0,
        flags: answers.length > 0 ? 0 : 3,
        questions: question ? [question] : [],
        answers,
      });
    }),
  );
  const informers = stack.use(createInformers(client, silent));
  const dns = stack.use(
    await startClusterDns({
      watch: new ServiceWatch(informers),
      domain: 'cluster.local',
      address: '10.96.0.10',
      log: silent,
      upstreams: async () => [{ address: '127.0.0.1', port: upstream.port }],
    }),
  );
  const slice = async (name: string, endpoints: Endpoint[]): Promise<void> => {
    await client.resource(endpointSlices).create({
      metadata: { name, namespace: 'shop', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints,
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    });
  };
  return {
    client,
    dns,
    slice,
    foreign,
    ask: (name: string, type: RecordType, payload?: number) => ask(dns.port, name, type, payload),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

let id = 1;

function ask(port: number, name: string, type: RecordType, payload?: number): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const additionals: Answer[] =
      payload === undefined
        ? []
        : [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: payload,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ];
    const asked = id++;
    const query = encode({
      type: 'query',
      id: asked,
      flags: RECURSION_DESIRED,
      questions: [{ name, type }],
      additionals,
    });
    const timer = setTimeout(() => reject(new Error(`no answer about ${name}`)), 3000);
    socket.once('message', (response) => {
      clearTimeout(timer);
      socket.close();
      const packet = decode(response);
      assert.equal(packet.id, asked);
      resolve(packet);
    });
    socket.send(query, port, '127.0.0.1');
  });
}

/** 'NOERROR A 10.0.0.1 …', sorted. */
function textOf(packet: DecodedPacket): string {
  const records = (packet.answers ?? []).map((record) => {
    if (record.type === 'SRV') return `SRV ${record.data.port} ${record.data.target}`;
    if (record.type === 'TXT') return `TXT ${record.data.toString()}`;
    return 'data' in record && typeof record.data === 'string' ? `${record.type} ${record.data}` : record.type;
  });
  return [
    'NOERROR FORMERR SERVFAIL NXDOMAIN'.split(' ')[packet.flags === undefined ? 0 : packet.flags & 15],
    ...records.sort(),
  ].join(' ');
}

test('every name of the specification is answered, and what is not there is told from what has no such record', async () => {
  await using cluster = await start();
  const create = (each: Service) => cluster.client.resource(services).create(each);
  await create(
    service('web', {
      clusterIP: '10.96.0.20',
      ports: [
        { name: 'http', port: 80, protocol: 'TCP' },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    }),
  );
  await create(service('db', { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] }));
  await create(service('empty', { clusterIP: 'None' }));
  await create(service('elsewhere', { type: 'ExternalName', externalName: 'example.org' }));
  await create(service('alias', { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local' }));
  await cluster.slice('web', [endpoint('10.244.0.9')]);
  await cluster.slice('db', [
    endpoint('10.244.0.5', 'db-0'),
    endpoint('10.244.0.6', 'db-1'),
    endpoint('10.244.0.7'),
    endpoint('10.244.0.8', 'db-3', false),
  ]);
  await eventually(async () => textOf(await cluster.ask('db.shop.svc.cluster.local', 'A')).includes('10.244.0.7'));
  const rows: [string, RecordType, string][] = [
    ['web.shop.svc.cluster.local', 'A', 'NOERROR A 10.96.0.20'],
    ['WEB.shop.SVC.cluster.local', 'A', 'NOERROR A 10.96.0.20'],
    ['web.shop.svc.cluster.local', 'AAAA', 'NOERROR'],
    ['nothing.shop.svc.cluster.local', 'A', 'NXDOMAIN'],
    [
      'web.shop.svc.cluster.local',
      'SRV',
      'NOERROR SRV 53 web.shop.svc.cluster.local SRV 80 web.shop.svc.cluster.local',
    ],
    ['_http._tcp.web.shop.svc.cluster.local', 'SRV', 'NOERROR SRV 80 web.shop.svc.cluster.local'],
    ['_http._udp.web.shop.svc.cluster.local', 'SRV', 'NXDOMAIN'],
    ['_tcp.web.shop.svc.cluster.local', 'SRV', 'NOERROR'],
    ['10-244-0-9.web.shop.svc.cluster.local', 'A', 'NOERROR A 10.244.0.9'],
    ['db.shop.svc.cluster.local', 'A', 'NOERROR A 10.244.0.5 A 10.244.0.6 A 10.244.0.7'],
    ['db-0.db.shop.svc.cluster.local', 'A', 'NOERROR A 10.244.0.5'],
    ['db-0.db.shop.svc.cluster.local', 'AAAA', 'NOERROR'],
    ['db-3.db.shop.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['10-244-0-7.db.shop.svc.cluster.local', 'A', 'NOERROR A 10.244.0.7'],
    [
      '_http._tcp.db.shop.svc.cluster.local',
      'SRV',
      'NOERROR SRV 8080 10-244-0-7.db.shop.svc.cluster.local SRV 8080 db-0.db.shop.svc.cluster.local SRV 8080 db-1.db.shop.svc.cluster.local',
    ],
    ['empty.shop.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['elsewhere.shop.svc.cluster.local', 'CNAME', 'NOERROR CNAME example.org'],
    ['elsewhere.shop.svc.cluster.local', 'A', 'NOERROR A 203.0.113.9 CNAME example.org'],
    ['alias.shop.svc.cluster.local', 'A', 'NOERROR A 10.96.0.20 CNAME web.shop.svc.cluster.local'],
    ['20.0.96.10.in-addr.arpa', 'PTR', 'NOERROR PTR web.shop.svc.cluster.local'],
    ['5.0.244.10.in-addr.arpa', 'PTR', 'NOERROR PTR db-0.db.shop.svc.cluster.local'],
    ['10-1-2-3.shop.pod.cluster.local', 'A', 'NOERROR A 10.1.2.3'],
    ['10-1-2-333.shop.pod.cluster.local', 'A', 'NXDOMAIN'],
    ['shop.svc.cluster.local', 'A', 'NOERROR'],
    ['other.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['svc.cluster.local', 'A', 'NOERROR'],
    ['cluster.local', 'A', 'NOERROR'],
    ['cluster.local', 'NS', 'NOERROR NS ns.dns.cluster.local'],
    ['ns.dns.cluster.local', 'A', 'NOERROR A 10.96.0.10'],
    ['dns-version.cluster.local', 'TXT', 'NOERROR TXT 1.1.0'],
    ['web.cluster.local', 'A', 'NXDOMAIN'],
    ['example.org', 'A', 'NOERROR A 203.0.113.9'],
    ['nothing.example.org', 'A', 'NXDOMAIN'],
  ];
  for (const [name, type, expected] of rows) {
    const packet = await cluster.ask(name, type);
    assert.equal(textOf(packet), expected, `${type} ${name}`);
    if (packet.answers?.length === 0 && name.endsWith('.cluster.local'))
      assert.equal(packet.authorities?.[0]?.type, 'SOA', `${type} ${name}`);
  }
  assert.ok(((await cluster.ask('web.shop.svc.cluster.local', 'A')).flags ?? 0) & AUTHORITATIVE_ANSWER);
});

test('an answer changes as soon as the endpoints do', async () => {
  await using cluster = await start();
  const api = cluster.client.resource(services);
  assert.equal(textOf(await cluster.ask('db.shop.svc.cluster.local', 'A')), 'NXDOMAIN');
  await api.create(service('db', { clusterIP: 'None' }));
  await cluster.slice('db', [endpoint('10.244.0.5')]);
  await eventually(async () => textOf(await cluster.ask('db.shop.svc.cluster.local', 'A')) === 'NOERROR A 10.244.0.5');
  await cluster.client.resource(endpointSlices).delete('db', 'shop');
  await eventually(async () => textOf(await cluster.ask('db.shop.svc.cluster.local', 'A')) === 'NXDOMAIN');
});

test('what does not fit over UDP is cut off and comes whole with EDNS or over TCP; every address comes first in turn', async () => {
  await using cluster = await start();
  await cluster.client.resource(services).create(service('many', { clusterIP: 'None' }));
  await cluster.slice(
    'many',
    Array.from({ length: 50 }, (_, i) => endpoint(`10.244.0.${i + 1}`)),
  );
  await eventually(async () => textOf(await cluster.ask('many.shop.svc.cluster.local', 'A')) !== 'NXDOMAIN');
  const cut = await cluster.ask('many.shop.svc.cluster.local', 'A');
  assert.ok((cut.flags ?? 0) & TRUNCATED_RESPONSE);
  assert.ok((cut.answers?.length ?? 0) > 25, 'names are compressed');
  const whole = await cluster.ask('many.shop.svc.cluster.local', 'A', 1232);
  assert.equal(whole.answers?.length, 50);
  const next = await cluster.ask('many.shop.svc.cluster.local', 'A', 1232);
  assert.notDeepEqual(next.answers?.[0], whole.answers?.[0]);
  const overTcp = await new Promise<Packet>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(cluster.dns.port, '127.0.0.1', () =>
      socket.write(
        streamEncode({ type: 'query', id: 7, questions: [{ name: 'many.shop.svc.cluster.local', type: 'A' }] }),
      ),
    );
    socket.once('error', reject).on('data', (data) => {
      chunks.push(data);
      const all = Buffer.concat(chunks);
      if (all.length < 2 + all.readUInt16BE(0)) return;
      socket.destroy();
      resolve(streamDecode(all));
    });
  });
  assert.equal(overTcp.answers?.length, 50);
});

test('a foreign name is asked for once, and its answer counts as a hit then', async () => {
  await using cluster = await start();
  await Promise.all([1, 2, 3].map(() => cluster.ask('example.org', 'A')));
  await cluster.ask('example.org', 'A');
  assert.deepEqual(cluster.foreign, ['example.org']);
  assert.match(await cluster.dns.metrics.metrics(), /coredns_cache_hits_total 1\n/);
  assert.match(await cluster.dns.metrics.metrics(), /coredns_dns_requests_total\{proto="udp"\} 4\n/);
});

test('what is no query gets an error or nothing, and the server goes on', async () => {
  await using cluster = await start();
  const socket = createSocket('udp4');
  const answered = new Promise<Buffer>((resolve) => socket.once('message', resolve));
  socket.send(Buffer.from([1, 2]), cluster.dns.port, '127.0.0.1');
  socket.send(Buffer.from([0, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 1]), cluster.dns.port, '127.0.0.1');
  const response = await answered;
  socket.close();
  assert.deepEqual([response.readUInt16BE(0), response.readUInt8(3) & 15], [9, 1]);
  assert.equal(textOf(await cluster.ask('dns-version.cluster.local', 'TXT')), 'NOERROR TXT 1.1.0');
});
