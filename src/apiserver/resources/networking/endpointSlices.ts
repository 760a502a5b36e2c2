/** EndpointSlices. */
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../api/discovery/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { complaintsAbout, duplicate, invalidValue, path, required, tooMany } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { parseIp } from '../../../machinery/ip.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { endpointSlices } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { firstGeneration } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

const shownAtMost = 3;
const endpointsAtMost = 1000;
const addressesAtMost = 100;
const portsAtMost = 20_000;

function listText(all: readonly string[]): string {
  const shown = all.slice(0, shownAtMost).join(',');
  return all.length > shownAtMost ? `${shown} + ${all.length - shownAtMost} more...` : shown || '<unset>';
}

function validate(slice: EndpointSlice): FieldError[] {
  const { addressType } = slice;
  // An empty list is null once it has been decoded.
  const endpoints = slice.endpoints ?? [];
  const ports = slice.ports ?? [];
  const errors: FieldError[] = (addressType as string) === '' ? [required(path('addressType'))] : [];
  if (endpoints.length > endpointsAtMost) errors.push(tooMany(path('endpoints'), endpoints.length, endpointsAtMost));
  endpoints.forEach((endpoint, i) => errors.push(...validateEndpoint(endpoint, addressType, i)));
  if (ports.length > portsAtMost) errors.push(tooMany(path('ports'), ports.length, portsAtMost));
  const names = new Set<string>();
  ports.forEach((port, i) => errors.push(...validatePort(port, names, i)));
  return errors;
}

function validateEndpoint(endpoint: Endpoint, type: string, i: number): FieldError[] {
  const at = path('endpoints').index(i);
  const { addresses, nodeName, hostname } = endpoint;
  const errors: FieldError[] = [];
  if (addresses.length === 0) errors.push(required(at.child('addresses'), 'must contain at least 1 address'));
  else if (addresses.length > addressesAtMost)
    errors.push(tooMany(at.child('addresses'), addresses.length, addressesAtMost));
  addresses.forEach((address, j) => {
    const here = at.child('addresses').index(j);
    if (type === 'FQDN') errors.push(...complaintsAbout(here, address, isDNS1123Subdomain(address)));
    else if (type === 'IPv4' && parseIp(address)?.family !== 4)
      errors.push(invalidValue(here, address, 'must be an IPv4 address'));
    else if (type === 'IPv6' && parseIp(address)?.family !== 6)
      errors.push(invalidValue(here, address, 'must be an IPv6 address'));
  });
  if (nodeName !== undefined)
    errors.push(...complaintsAbout(at.child('nodeName'), nodeName, isDNS1123Subdomain(nodeName)));
  if (hostname !== undefined) errors.push(...complaintsAbout(at.child('hostname'), hostname, isDNS1123Label(hostname)));
  return errors;
}

function validatePort({ name = '', protocol }: EndpointPort, names: Set<string>, i: number): FieldError[] {
  const at = path('ports').index(i);
  const errors: FieldError[] = name ? complaintsAbout(at.child('name'), name, isDNS1123Label(name)) : [];
  if (names.has(name)) errors.push(duplicate(at.child('name'), name));
  names.add(name);
  if (!protocol) errors.push(required(at.child('protocol')));
  return errors;
}

const content = ({ addressType, endpoints, ports }: EndpointSlice): unknown => ({ addressType, endpoints, ports });

export const endpointSliceRegistration = registration<EndpointSlice>({
  resource: endpointSlices,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('AddressType', 'string', 'Kind of the addresses.'),
      column('Ports', 'string', 'Ports that each endpoint serves.'),
      column('Endpoints', 'string', 'Addresses that serve.'),
      ageColumn,
    ],
    row: (slice, now) => [
      nameOf(slice),
      slice.addressType,
      listText((slice.ports ?? []).map((port) => String(port.port ?? port.name ?? '*'))),
      listText((slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses)),
      ageOf(slice, now),
    ],
  },
  strategy: {
    prepareForCreate: firstGeneration,
    prepareForUpdate(slice, old) {
      if (
        !semanticEqual(content(slice), content(old)) ||
        !semanticEqual(slice.metadata?.labels, old.metadata?.labels)
      ) {
        (slice.metadata ??= {}).generation = (old.metadata?.generation ?? 0) + 1;
      }
    },
    validate,
    validateUpdate: (slice, old) => [
      ...validate(slice),
      ...validateImmutable(slice.addressType, old.addressType, path('addressType')),
    ],
    unconditionalUpdate: true,
  },
});
