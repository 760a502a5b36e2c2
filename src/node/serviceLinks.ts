/** Environment variables that tell containers where Services are (API concept "Discovering services"). Pure. */
import type { Service } from '../api/core/v1.ts';
import type { Stored } from '../machinery/object.ts';

/**
 * Variables of the Services that a Pod of `namespace` sees: its namespace's when links are enabled, and always those
 * of default/kubernetes, unless its own namespace has a Service of that name.
 */
export function serviceVariables(
  services: readonly Stored<Service>[],
  namespace: string,
  links: boolean,
): Map<string, string> {
  const chosen = new Map<string, Stored<Service>>();
  for (const service of services) {
    const { clusterIP } = service.spec ?? {};
    if (!clusterIP || clusterIP === 'None') continue;
    const { name } = service.metadata;
    if (service.metadata.namespace === namespace && links) chosen.set(name, service);
    else if (service.metadata.namespace === 'default' && name === 'kubernetes' && !chosen.has(name))
      chosen.set(name, service);
  }
  const variables = new Map<string, string>();
  for (const service of chosen.values()) addVariables(variables, service);
  return variables;
}

const variableName = (text: string): string => text.toUpperCase().replaceAll('-', '_');

function addVariables(variables: Map<string, string>, service: Stored<Service>): void {
  const prefix = variableName(service.metadata.name);
  const host = service.spec?.clusterIP ?? '';
  const ports = service.spec?.ports ?? [];
  const urlHost = host.includes(':') ? `[${host}]` : host;
  variables.set(`${prefix}_SERVICE_HOST`, host);
  ports.forEach((port, i) => {
    if (i === 0) variables.set(`${prefix}_SERVICE_PORT`, String(port.port));
    if (port.name) variables.set(`${prefix}_SERVICE_PORT_${variableName(port.name)}`, String(port.port));
  });
  ports.forEach((port, i) => {
    const protocol = port.protocol ?? 'TCP';
    const url = `${protocol.toLowerCase()}://${urlHost}:${port.port}`;
    const link = `${prefix}_PORT_${port.port}_${protocol}`;
    if (i === 0) variables.set(`${prefix}_PORT`, url);
    variables.set(link, url);
    variables.set(`${link}_PROTO`, protocol.toLowerCase());
    variables.set(`${link}_PORT`, String(port.port));
    variables.set(`${link}_ADDR`, host);
  });
}
