/**
 * @file certificates/v1: CertificateSigningRequest, with which somebody asks the cluster for an X.509 certificate.
 * @groupVersion certificates.k8s.io/v1
 */
import type { Base64, Int32, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** Asks for a certificate. Somebody must approve it, and a signer then signs; nodes get theirs so.
 * @kind CertificateSigningRequest
 * @scope Cluster */
export interface CertificateSigningRequest extends TypeMeta {
  /** Name, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What is asked for, and by whom. Cannot be changed.
   * @proto 2
   * @required
   * @always */
  spec: CertificateSigningRequestSpec;
  /** Whether it was approved or denied, and the certificate.
   * @proto 3
   * @always */
  status?: CertificateSigningRequestStatus;
}

/** What is asked for. All but the request, the signer, the duration and the usages is filled in by the API server. */
export interface CertificateSigningRequestSpec {
  /** A PKCS #10 request as a PEM block `CERTIFICATE REQUEST`.
   * @proto 1
   * @required
   * @always */
  request: Base64;
  /** Who is to sign, such as `kubernetes.io/kube-apiserver-client`; other signers have names of their own domain.
   * @proto 7
   * @required
   * @always */
  signerName: string;
  /** For how many seconds the certificate should be good, at least 600. The signer may give less.
   * @proto 8
   * @pointer */
  expirationSeconds?: Int32;
  /** What the key may be used for, such as `digital signature` and `client auth`.
   * @proto 5
   * @list atomic */
  usages?: KeyUsage[];
  /** The user who asked.
   * @proto 2 */
  username?: string;
  /** The unique name of that user.
   * @proto 3 */
  uid?: string;
  /** Groups of that user.
   * @proto 4
   * @list atomic */
  groups?: string[];
  /** Further facts about that user.
   * @proto 6 */
  extra?: Record<string, ExtraValue>;
}

/** Values of one extra key.
 * @protoItems 1 */
export type ExtraValue = string[];

/** A key usage or an extended key usage, in upstream's words: `digital signature`, `server auth`. */
export type KeyUsage = string;

/** What became of the request. */
export interface CertificateSigningRequestStatus {
  /** Approved, Denied or Failed, each at most once.
   * @proto 1
   * @list map
   * @listKey type */
  conditions?: CertificateSigningRequestCondition[];
  /** The certificate, as PEM blocks, the leaf first.
   * @proto 2 */
  certificate?: Base64;
}

/** One thing that was decided about a request. */
export interface CertificateSigningRequestCondition {
  /** `Approved`, `Denied` or `Failed`.
   * @proto 1
   * @required
   * @always */
  type: string;
  /** `True` for those three; it cannot be taken back.
   * @proto 6
   * @required
   * @always */
  status: string;
  /** A word on why, for programs.
   * @proto 2 */
  reason?: string;
  /** A sentence on why, for people.
   * @proto 3 */
  message?: string;
  /** When the condition was last written.
   * @proto 4
   * @always */
  lastUpdateTime?: Time;
  /** When its status last changed; the API server fills it in.
   * @proto 5
   * @always */
  lastTransitionTime?: Time;
}

/** A list of CertificateSigningRequest objects, as LIST answers it.
 * @kind CertificateSigningRequestList */
export interface CertificateSigningRequestList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The CertificateSigningRequest objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: CertificateSigningRequest[];
}
