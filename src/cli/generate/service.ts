/** Services as `create service` makes them. */
import type { Service, ServicePort, ServiceType } from '../../api/core/v1.ts';
import { isDNS1123Subdomain, isValidPortName, isValidPortNumber } from '../../machinery/names.ts';

export interface ServiceOptions {
  readonly type: ServiceType;
  /** '80', '80:8080', '80:http'. */
  readonly tcp?: readonly string[];
  readonly clusterIP?: string;
  readonly nodePort?: number;
  readonly externalName?: string;
}

export function service(name: string, options: ServiceOptions): Service {
  const { type, tcp = [], clusterIP = '', nodePort = 0, externalName = '' } = options;
  if (clusterIP === 'None' && type !== 'ClusterIP')
    throw new Error('ClusterIP=None can only be used with ClusterIP service type');
  if (clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName')
    throw new Error('at least one tcp port specifier must be provided');
  if (type === 'ExternalName' && isDNS1123Subdomain(externalName).length > 0)
    throw new Error(`invalid service external name ${externalName}`);
  const ports = tcp.map(
    (text): ServicePort => ({
      name: text.replaceAll(':', '-'),
      protocol: 'TCP',
      ...parsePorts(text),
      ...(nodePort !== 0 && { nodePort }),
    }),
  );
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    spec: {
      ...(ports.length > 0 && { ports }),
      selector: { app: name },
      type,
      ...(clusterIP && { clusterIP }),
      ...(externalName && { externalName }),
    },
  };
}

function parsePorts(text: string): { port: number; targetPort: number | string } {
  const [first = '', second] = text.split(':');
  const port = parsePort(first);
  if (second === undefined) return { port, targetPort: port };
  const number = /^[-+]?\d+$/.test(second) ? Number(second) : undefined;
  const complaints = number === undefined ? isValidPortName(second) : isValidPortNumber(number);
  if (complaints.length > 0) throw new Error(complaints.join(','));
  return { port, targetPort: number ?? second };
}

/** As upstream's ParsePort() with zero allowed. */
function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) > 65_535) throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
  return Number(text);
}
