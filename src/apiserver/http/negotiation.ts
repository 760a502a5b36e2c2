/** Which form an answer takes: what the Accept header and a few parameters ask for. */
import { notAcceptable } from '../../machinery/apiError.ts';

export interface Negotiated {
  readonly mediaType: 'application/json' | 'application/yaml';
  /** Table, PartialObjectMetadata or PartialObjectMetadataList of meta.k8s.io; undefined: the object itself. */
  readonly as: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | undefined;
  /** Version of `as`: v1 or v1beta1. */
  readonly version: string;
}

export interface AcceptClause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const json: Negotiated = { mediaType: 'application/json', as: undefined, version: '' };
const yaml: Negotiated = { mediaType: 'application/yaml', as: undefined, version: '' };
const known = new Map<string, Negotiated>();
const accepted = 'application/json, application/yaml';

/** 406 when nothing that is asked for can be given. */
export function negotiate(accept: string | undefined): Negotiated {
  if (!accept || accept === '*/*' || accept === 'application/json') return json;
  const found = known.get(accept);
  if (found) return found;
  const negotiated = choose(accept);
  if (known.size < 1000) known.set(accept, negotiated);
  return negotiated;
}

function choose(accept: string): Negotiated {
  let conversion: string | undefined;
  for (const { type, parameters } of acceptClauses(accept)) {
    const form =
      type === '*/*' || type === 'application/*' || type === 'application/json'
        ? json
        : type === 'application/yaml'
          ? yaml
          : undefined;
    if (!form) continue;
    const { as, g, v } = parameters;
    if (as === undefined) return form;
    conversion = `${g ?? ''}/${v ?? ''}, Kind=${as}`;
    if (g !== 'meta.k8s.io' || (v !== 'v1' && v !== 'v1beta1')) continue;
    if (as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')
      return { mediaType: form.mediaType, as, version: v };
  }
  throw notAcceptable(
    conversion === undefined
      ? `only the following media types are accepted: ${accepted}`
      : `only the following media types are accepted when converting to ${conversion}: ${accepted}`,
  );
}

/** The clauses of an Accept header, the most wanted first. */
export function acceptClauses(accept: string): AcceptClause[] {
  return accept
    .split(',')
    .map((clause) => {
      const [type = '', ...rest] = clause.split(';').map((part) => part.trim());
      const parameters: Record<string, string> = {};
      for (const part of rest) {
        const equals = part.indexOf('=');
        if (equals > 0) parameters[part.slice(0, equals)] = part.slice(equals + 1);
      }
      return { type: type.toLowerCase(), parameters };
    })
    .sort((a, b) => Number(b.parameters['q'] ?? 1) - Number(a.parameters['q'] ?? 1));
}
