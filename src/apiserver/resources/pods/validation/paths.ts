/** Rules of file paths in volumes and mounts. */
import { invalidValue } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';

const hasBackstep = (path: string): boolean => path.split('/').includes('..');

export const validateNoBacksteps = (path: string, at: FieldPath): FieldError[] =>
  hasBackstep(path) ? [invalidValue(at, path, "must not contain '..'")] : [];

/** Relative, and it stays below where it starts. */
export const validateDescendingPath = (path: string, at: FieldPath): FieldError[] => [
  ...(path.startsWith('/') ? [invalidValue(at, path, 'must be a relative path')] : []),
  ...validateNoBacksteps(path, at),
];

/** As above, and not one of the names that the volume's own files have (`..data`). */
export const validateNonReservedPath = (path: string, at: FieldPath): FieldError[] => [
  ...validateDescendingPath(path, at),
  ...(path.startsWith('..') && !path.startsWith('../') ? [invalidValue(at, path, "must not start with '..'")] : []),
];

export const validateFileMode = (mode: number | undefined, at: FieldPath): FieldError[] =>
  mode !== undefined && (mode < 0 || mode > 0o777)
    ? [invalidValue(at, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : [];
