/** Field paths and the errors about them (apimachinery `util/validation/field`): their wording is what users read. */
import type { StatusCause } from '../api/meta/v1.ts';
import { goQuote } from './goText.ts';

/** 'spec.containers[0].name', 'metadata.labels[app]'. */
export class FieldPath {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  child(...names: string[]): FieldPath {
    return new FieldPath(this.text === '' ? names.join('.') : `${this.text}.${names.join('.')}`);
  }
  index(i: number): FieldPath {
    return new FieldPath(`${this.text}[${i}]`);
  }
  key(key: string): FieldPath {
    return new FieldPath(`${this.text}[${key}]`);
  }
  toString(): string {
    return this.text;
  }
}

/** The path of an object's own field: path('spec', 'replicas'). */
export const path = (...names: string[]): FieldPath => new FieldPath(names.join('.'));

export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** Whole text with the field in front: `spec.x: Invalid value: 1: must be …`. */
  readonly message: string;
  /** The text without the field: what a StatusCause carries. */
  readonly body: string;
}

/**
 * A value that prints as this text, without quotes. Values that are neither text, number nor boolean appear in upstream's
 * messages in Go's notation; goText.ts writes the ones that users meet.
 */
export class Literal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function make(type: FieldErrorType, path: FieldPath, body: string): FieldError {
  const field = path.text === '' ? '<nil>' : path.text;
  return { type, field, body, message: `${field}: ${body}` };
}

function show(value: unknown): string {
  if (value instanceof Literal) return value.text;
  if (value === undefined || value === null) return '"null"';
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
}

const withDetail = (head: string, detail: string): string => (detail === '' ? head : `${head}: ${detail}`);

export const notFoundValue = (f: FieldPath, value: unknown): FieldError =>
  make('FieldValueNotFound', f, `Not found: ${show(value)}`);

export const required = (f: FieldPath, detail = ''): FieldError =>
  make('FieldValueRequired', f, withDetail('Required value', detail));

export const duplicate = (f: FieldPath, value: unknown): FieldError =>
  make('FieldValueDuplicate', f, `Duplicate value: ${show(value)}`);

export const invalidValue = (f: FieldPath, value: unknown, detail: string): FieldError =>
  make('FieldValueInvalid', f, withDetail(`Invalid value: ${show(value)}`, detail));

export const typeInvalid = (f: FieldPath, value: unknown, detail: string): FieldError =>
  make('FieldValueTypeInvalid', f, withDetail(`Invalid value: ${show(value)}`, detail));

export const forbiddenField = (f: FieldPath, detail: string): FieldError =>
  make('FieldValueForbidden', f, withDetail('Forbidden', detail));

/** The supported values are listed in the order given, which upstream mostly has sorted by name. */
export const notSupported = (f: FieldPath, value: unknown, supported: readonly string[]): FieldError =>
  make(
    'FieldValueNotSupported',
    f,
    withDetail(
      `Unsupported value: ${show(value)}`,
      supported.length ? `supported values: ${supported.map(goQuote).join(', ')}` : '',
    ),
  );

export const tooLong = (f: FieldPath, max: number): FieldError =>
  make('FieldValueTooLong', f, `Too long: may not be more than ${max} bytes`);

export const tooMany = (f: FieldPath, actual: number, max: number): FieldError =>
  make('FieldValueTooMany', f, `Too many: ${actual}: must have at most ${max} items`);

export const causeOf = (e: FieldError): StatusCause => ({ reason: e.type, message: e.body, field: e.field });

/** One `Invalid value` for each complaint of a rule of names.ts. */
export const complaintsAbout = (f: FieldPath, value: string, complaints: readonly string[]): FieldError[] =>
  complaints.map((complaint) => invalidValue(f, value, complaint));
