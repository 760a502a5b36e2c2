/** Rules of container ports. */
import type { Container, ContainerPort } from '../../../../api/core/v1.ts';
import { complaintsAbout, duplicate, invalidValue, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isValidPortName, isValidPortNumber } from '../../../../machinery/names.ts';

export function validatePorts(ports: readonly ContainerPort[] | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  ports?.forEach((port, i) => {
    const here = at.index(i);
    if (port.name) {
      const complaints = isValidPortName(port.name);
      if (complaints.length) errors.push(...complaintsAbout(here.child('name'), port.name, complaints));
      else if (names.has(port.name)) errors.push(duplicate(here.child('name'), port.name));
      else names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(here.child('containerPort')));
    else errors.push(...validatePortNumber(port.containerPort, here.child('containerPort')));
    if (port.hostPort) errors.push(...validatePortNumber(port.hostPort, here.child('hostPort')));
    if (!port.protocol) errors.push(required(here.child('protocol')));
  });
  return errors;
}

export const validatePortNumber = (port: number, at: FieldPath): FieldError[] =>
  isValidPortNumber(port).map((complaint) => invalidValue(at, port, complaint));

/** A number or a port's name. */
export const validatePortNumberOrName = (port: number | string, at: FieldPath): FieldError[] =>
  typeof port === 'number' ? validatePortNumber(port, at) : complaintsAbout(at, port, isValidPortName(port));

/** No two containers of one list may claim the same port of the host. `at` is the list. */
export function validateHostPorts(containers: readonly Container[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  containers.forEach((container, i) =>
    container.ports?.forEach((port, j) => {
      if (!port.hostPort) return;
      const claim = `${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(claim)) errors.push(duplicate(at.index(i).child('ports').index(j).child('hostPort'), claim));
      taken.add(claim);
    }),
  );
  return errors;
}

/** In the host's network a port cannot be mapped to another one. */
export function validateHostNetworkPorts(containers: readonly Container[] | undefined, at: FieldPath): FieldError[] {
  return (containers ?? []).flatMap((container, i) =>
    (container.ports ?? []).flatMap((port, j) =>
      (port.hostPort ?? 0) === port.containerPort
        ? []
        : [
            invalidValue(
              at.index(i).child('ports').index(j).child('containerPort'),
              port.containerPort,
              'must match `hostPort` when `hostNetwork` is true',
            ),
          ],
    ),
  );
}
