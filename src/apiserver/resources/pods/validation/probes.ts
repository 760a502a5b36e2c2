/** Rules of probes and lifecycle hooks. */
import type { Container, Lifecycle, LifecycleHandler, Probe, ProbeHandler } from '../../../../api/core/v1.ts';
import { complaintsAbout, forbiddenField, invalidValue, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isHTTPHeaderName } from '../../../../machinery/names.ts';
import { validateNonnegative } from '../../../../machinery/objectMeta.ts';
import { validatePortNumber, validatePortNumberOrName } from './ports.ts';

export function validateProbes(container: Container, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const probe = container[kind];
    if (!probe) continue;
    const here = at.child(kind);
    errors.push(...validateProbe(probe, here));
    if (kind !== 'readinessProbe' && probe.successThreshold !== undefined && probe.successThreshold !== 1) {
      errors.push(invalidValue(here.child('successThreshold'), probe.successThreshold, 'must be 1'));
    }
    if (kind === 'readinessProbe' && probe.terminationGracePeriodSeconds !== undefined) {
      errors.push(
        invalidValue(
          here.child('terminationGracePeriodSeconds'),
          probe.terminationGracePeriodSeconds,
          'must not be set for readinessProbes',
        ),
      );
    }
  }
  return errors;
}

function validateProbe(probe: Probe, at: FieldPath): FieldError[] {
  const errors = validateHandler(probe, at);
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    errors.push(...validateNonnegative(probe[field], at.child(field)));
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0)
    errors.push(invalidValue(at.child('terminationGracePeriodSeconds'), grace, 'must be greater than 0'));
  return errors;
}

export function validateLifecycle(lifecycle: Lifecycle | undefined, at: FieldPath): FieldError[] {
  return [
    ...(lifecycle?.postStart ? validateHandler(lifecycle.postStart, at.child('postStart')) : []),
    ...(lifecycle?.preStop ? validateHandler(lifecycle.preStop, at.child('preStop')) : []),
  ];
}

function validateHandler(handler: ProbeHandler & LifecycleHandler, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let found = 0;
  const another = (name: string): boolean => {
    found += 1;
    if (found > 1) errors.push(forbiddenField(at.child(name), 'may not specify more than 1 handler type'));
    return found === 1;
  };
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (exec && another('exec') && !exec.command?.length) errors.push(required(at.child('exec', 'command')));
  if (httpGet && another('httpGet')) {
    const here = at.child('httpGet');
    if (!httpGet.path) errors.push(required(here.child('path')));
    errors.push(...validatePortNumberOrName(httpGet.port, here.child('port')));
    for (const { name } of httpGet.httpHeaders ?? [])
      errors.push(...complaintsAbout(here.child('httpHeaders'), name, isHTTPHeaderName(name)));
  }
  if (tcpSocket && another('tcpSocket'))
    errors.push(...validatePortNumberOrName(tcpSocket.port, at.child('tcpSocket', 'port')));
  if (grpc && another('grpc')) errors.push(...validatePortNumber(grpc.port, at.child('grpc', 'port')));
  if (sleep && another('sleep')) errors.push(...validateNonnegative(sleep.seconds, at.child('sleep')));
  if (found === 0) errors.push(required(at, 'must specify a handler type'));
  return errors;
}
