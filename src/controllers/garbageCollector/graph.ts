/**
 * Who owns whom: a node for each object of the cluster, and for each owner that is spoken of but has not been seen.
 * Built from informers, kept in memory; each change costs what the object has of owners and dependents, no more.
 */
import type { OwnerReference } from '../../api/meta/v1.ts';
import type { GroupVersionKind, KubeObject, Stored } from '../../machinery/object.ts';
import { parseApiVersion } from '../../machinery/object.ts';
import { foregroundDeletion, orphanDependents } from '../../machinery/objectMeta.ts';

export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
}

export interface Node {
  identity: Identity;
  owners: readonly OwnerReference[];
  readonly dependents: Set<Node>;
  /** Known by the references of others alone; whether it exists must be asked of the server. */
  virtual: boolean;
  beingDeleted: boolean;
  /** Waits, by the finalizer foregroundDeletion, for its dependents to go first. */
  deletingDependents: boolean;
  /** Waits, by the finalizer orphan, for its dependents to be let go. */
  orphaning: boolean;
}

/** What a change asks for. */
export interface Consequences {
  /** Nodes that may have to be deleted, or to be let go. */
  readonly toDelete: Iterable<Node>;
  /** Nodes whose dependents are to be orphaned. */
  readonly toOrphan: Iterable<Node>;
  /** References that speak of an owner in another namespace, or of another kind or name than the owner has. */
  readonly misplaced: Iterable<Misplaced>;
}

export interface Misplaced {
  readonly dependent: Identity;
  readonly reference: OwnerReference;
}

const nothing: Consequences = { toDelete: [], toOrphan: [], misplaced: [] };

export class Graph {
  readonly #nodes = new Map<string, Node>();

  get(uid: string): Node | undefined {
    return this.#nodes.get(uid);
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** Owners of a kind that are only spoken of. */
  *spokenOf({ group, kind }: GroupVersionKind): Generator<Node> {
    for (const node of this.#nodes.values()) {
      const { apiVersion, kind: own } = node.identity;
      if (node.virtual && own === kind && parseApiVersion(apiVersion).group === group) yield node;
    }
  }

  /** An object is there, or has changed. */
  upsert(object: Stored<KubeObject>): Consequences {
    const before = this.#nodes.get(object.metadata.uid);
    const node = before ?? this.#add(identityOf(object), false);
    const wasVirtual = before?.virtual === true;
    const was = { deletingDependents: node.deletingDependents, orphaning: node.orphaning };
    node.identity = identityOf(object);
    node.virtual = false;
    const { added, unblocked } = this.#setOwners(node, object.metadata.ownerReferences ?? []);
    const finalizers = object.metadata.finalizers ?? [];
    node.beingDeleted = object.metadata.deletionTimestamp !== undefined;
    node.deletingDependents = node.beingDeleted && finalizers.includes(foregroundDeletion);
    node.orphaning = node.beingDeleted && finalizers.includes(orphanDependents);

    const toDelete = new Set<Node>();
    const misplaced: Misplaced[] = [];
    const check = (dependent: Node, reference: OwnerReference, owner: Node): void => {
      if (owner.virtual || isPlaced(owner.identity, reference, dependent.identity.namespace)) return;
      misplaced.push({ dependent: dependent.identity, reference });
      toDelete.add(dependent);
    };
    for (const reference of added) {
      const owner = this.#nodes.get(reference.uid);
      if (!owner) continue;
      // Spoken of and not seen: the server is asked.
      if (owner.virtual) toDelete.add(owner);
      // Going in the foreground: a new dependent goes with it.
      if (owner.deletingDependents) toDelete.add(node);
      check(node, reference, owner);
    }
    if (wasVirtual) {
      for (const dependent of node.dependents) {
        for (const reference of dependent.owners)
          if (reference.uid === node.identity.uid) check(dependent, reference, node);
      }
    }
    // An owner that waits may have waited for this one.
    for (const owner of unblocked) if (owner.deletingDependents) toDelete.add(owner);
    if (node.deletingDependents && !was.deletingDependents)
      for (const each of [node, ...node.dependents]) toDelete.add(each);
    return { toDelete, toOrphan: node.orphaning && !was.orphaning ? [node] : [], misplaced };
  }

  /** An object is gone. */
  remove(uid: string): Consequences {
    const node = this.#nodes.get(uid);
    if (!node) return nothing;
    const { unblocked } = this.#setOwners(node, []);
    this.#nodes.delete(uid);
    const toDelete = new Set<Node>(node.dependents);
    for (const owner of unblocked) if (owner.deletingDependents) toDelete.add(owner);
    // Dependents still name it: they are looked at, and remember an owner that has not been seen.
    if (node.dependents.size > 0) {
      const ghost = this.#add(node.identity, true);
      for (const dependent of node.dependents) ghost.dependents.add(dependent);
    }
    return { toDelete, toOrphan: [], misplaced: [] };
  }

  #add(identity: Identity, virtual: boolean): Node {
    const node: Node = {
      identity,
      owners: [],
      dependents: new Set(),
      virtual,
      beingDeleted: false,
      deletingDependents: false,
      orphaning: false,
    };
    this.#nodes.set(identity.uid, node);
    return node;
  }

  #setOwners(node: Node, owners: readonly OwnerReference[]) {
    const old = new Map(node.owners.map((reference) => [reference.uid, reference]));
    const added = owners.filter((reference) => !old.has(reference.uid));
    const kept = new Set(owners.map((reference) => reference.uid));
    const unblocked: Node[] = [];
    for (const reference of owners) {
      const owner = this.#nodes.get(reference.uid);
      if (owner && old.get(reference.uid)?.blockOwnerDeletion && !reference.blockOwnerDeletion) unblocked.push(owner);
      if (!old.has(reference.uid))
        (owner ?? this.#add(identityOfOwner(reference, node.identity.namespace), true)).dependents.add(node);
    }
    for (const uid of old.keys()) {
      const owner = this.#nodes.get(uid);
      if (kept.has(uid) || !owner) continue;
      owner.dependents.delete(node);
      unblocked.push(owner);
      if (owner.virtual && owner.dependents.size === 0) this.#nodes.delete(uid);
    }
    node.owners = owners;
    return { added, unblocked };
  }
}

export function identityOf(object: Stored<KubeObject>): Identity {
  const { namespace, name, uid } = object.metadata;
  return { apiVersion: object.apiVersion ?? '', kind: object.kind ?? '', namespace, name, uid };
}

/** Of an owner that is only spoken of: in its dependent's namespace, or cluster-scoped. */
const identityOfOwner = ({ apiVersion, kind, name, uid }: OwnerReference, namespace: string | undefined): Identity => ({
  apiVersion,
  kind,
  namespace,
  name,
  uid,
});

/** Whether the reference speaks of the owner as it is: an owner with a namespace owns only there. */
const isPlaced = (
  owner: Identity,
  { apiVersion, kind, name }: OwnerReference,
  namespace: string | undefined,
): boolean =>
  owner.kind === kind &&
  owner.name === name &&
  owner.apiVersion.split('/')[0] === apiVersion.split('/')[0] &&
  (owner.namespace === undefined || owner.namespace === namespace);

/** Dependents that their owner, deleted in the foreground, must wait for. */
export const blockingDependents = (node: Node): Node[] =>
  [...node.dependents].filter((dependent) =>
    dependent.owners.some(({ uid, blockOwnerDeletion }) => uid === node.identity.uid && blockOwnerDeletion),
  );
