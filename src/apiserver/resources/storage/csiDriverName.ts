/** The names that CSI gives to drivers: domain-like, at most 63 characters. */
import { complaintsAbout, required, tooLong } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { byteLength, isDNS1123Subdomain } from '../../../machinery/names.ts';

const longest = 63;

export function validateCsiDriverName(name: string, at: FieldPath): FieldError[] {
  if (name === '') return [required(at, '')];
  return [
    ...(byteLength(name) > longest ? [tooLong(at, longest)] : []),
    ...complaintsAbout(at, name, isDNS1123Subdomain(name.toLowerCase())),
  ];
}
