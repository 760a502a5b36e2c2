/** Which Pod security level a namespace's labels ask for, for each of the three modes (Pod Security Admission). */
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import type { Labels } from '../../../machinery/labels.ts';

const modes = ['enforce', 'audit', 'warn'] as const;
export type Mode = (typeof modes)[number];

const levels = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof levels)[number];

export interface Policy {
  readonly level: Level;
  readonly version: string;
}

const prefix = 'pod-security.kubernetes.io/';
const versionExpression = /^(latest|v1\.(0|[1-9][0-9]*))$/;

const isLevel = (text: string): text is Level => levels.some((level) => level === text);

/** A level that cannot be read is taken for the strictest, where it would refuse, and for none elsewhere. */
export function policyOf(labels: Labels | undefined, mode: Mode): Policy {
  const text = labels?.[`${prefix}${mode}`];
  const version = labels?.[`${prefix}${mode}-version`] ?? 'latest';
  if (text === undefined) return { level: 'privileged', version };
  const level = isLevel(text) ? text : mode === 'enforce' ? 'restricted' : 'privileged';
  return { level, version: versionExpression.test(version) ? version : 'latest' };
}

/** `baseline:latest` */
export const policyText = ({ level, version }: Policy): string => `${level}:${version}`;

export function validatePolicyLabels(labels: Labels | undefined): FieldError[] {
  const at = path('metadata', 'labels');
  return modes.flatMap((mode) => {
    const level = labels?.[`${prefix}${mode}`];
    const version = labels?.[`${prefix}${mode}-version`];
    return [
      ...(level !== undefined && !isLevel(level)
        ? [invalidValue(at.key(`${prefix}${mode}`), level, `must be one of ${levels.join(', ')}`)]
        : []),
      ...(version !== undefined && !versionExpression.test(version)
        ? [invalidValue(at.key(`${prefix}${mode}-version`), version, 'must be "latest" or "v1.x"')]
        : []),
    ];
  });
}
