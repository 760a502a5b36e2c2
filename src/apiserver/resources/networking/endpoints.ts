/** Endpoints, the older list of addresses behind a Service. */
import type { EndpointAddress, Endpoints, EndpointSubset } from '../../../api/core/v1.ts';
import { complaintsAbout, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { validateIp } from '../../../machinery/ip.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../machinery/names.ts';
import { endpoints } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { validatePortNumber } from '../pods/validation/ports.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

const shownAtMost = 3;

function textOf({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap((port) =>
          addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port.port}` : `${ip}:${port.port}`)),
        ),
  );
  const shown = all.slice(0, shownAtMost).join(',');
  return all.length > shownAtMost ? `${shown} + ${all.length - shownAtMost} more...` : shown;
}

function validateSubset(subset: EndpointSubset, at: FieldPath): FieldError[] {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  const errors: FieldError[] = [];
  if (addresses.length === 0 && notReadyAddresses.length === 0)
    errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
  addresses.forEach((address, i) => errors.push(...validateAddress(address, at.child('addresses').index(i))));
  notReadyAddresses.forEach((address, i) =>
    errors.push(...validateAddress(address, at.child('notReadyAddresses').index(i))),
  );
  ports.forEach((port, i) => {
    const here = at.child('ports').index(i);
    if (ports.length > 1 && !port.name) errors.push(required(here.child('name')));
    else if (port.name) errors.push(...complaintsAbout(here.child('name'), port.name, isDNS1123Label(port.name)));
    errors.push(...validatePortNumber(port.port, here.child('port')));
    if (!port.protocol) errors.push(required(here.child('protocol')));
  });
  return errors;
}

const validateAddress = ({ ip, hostname, nodeName }: EndpointAddress, at: FieldPath): FieldError[] => [
  ...validateIp(ip, at.child('ip')),
  ...(hostname ? complaintsAbout(at.child('hostname'), hostname, isDNS1123Label(hostname)) : []),
  ...(nodeName === undefined ? [] : complaintsAbout(at.child('nodeName'), nodeName, isDNS1123Subdomain(nodeName))),
];

const validate = ({ subsets = [] }: Endpoints): FieldError[] =>
  subsets.flatMap((subset, i) => validateSubset(subset, path('subsets').index(i)));

export const endpointsRegistration = registration<Endpoints>({
  resource: endpoints,
  verbs: allVerbs,
  table: {
    columns: [nameColumn, column('Endpoints', 'string', 'Addresses and ports that serve.'), ageColumn],
    row: (object, now) => [nameOf(object), textOf(object), ageOf(object, now)],
  },
  strategy: {
    validate,
    validateUpdate: validate,
    warnings: () => ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'],
    createOnUpdate: true,
    unconditionalUpdate: true,
  },
});
