/** The resource records that the cluster's zone has, and the DNS numbers that they need (RFC 1035, 2782, 6891). */

export const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type Rcode = keyof typeof rcodes;

/** Names are without the dot at the end. */
export type ZoneRecord =
  | { readonly name: string; readonly type: 'A'; readonly data: string }
  | { readonly name: string; readonly type: 'CNAME' | 'PTR' | 'NS'; readonly data: string }
  | { readonly name: string; readonly type: 'TXT'; readonly data: string }
  | {
      readonly name: string;
      readonly type: 'SRV';
      readonly data: {
        readonly priority: number;
        readonly weight: number;
        readonly port: number;
        readonly target: string;
      };
    }
  | {
      readonly name: string;
      readonly type: 'SOA';
      readonly data: { readonly mname: string; readonly rname: string; readonly serial: number };
    }
  /** As another server sent it; nothing in it is compressed. */
  | { readonly name: string; readonly type: number; readonly data: Buffer; readonly ttl: number };

export const typeNumbers = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, TXT: 16, SRV: 33 } as const;

/** Seconds that a client may keep an answer of the zone. */
export const zoneTtl = 5;

export interface Answer {
  readonly rcode: Rcode;
  readonly answers: readonly ZoneRecord[];
  readonly authorities?: readonly ZoneRecord[];
  readonly additionals?: readonly ZoneRecord[];
}
