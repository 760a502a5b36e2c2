/** Image references as users write them (`nginx`, `host:5000/a/b:tag@sha256:…`). Grammar: distribution's reference. Pure. */

class InvalidImageName extends Error {
  override readonly name = 'InvalidImageName';
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const hostLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = `(?:${hostLabel}(?:\\.${hostLabel})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const shape = new RegExp(
  `^(?:(${host})/)?(${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

export interface ImageReference {
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** `library/nginx` for the short name on docker.io. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Throws InvalidImageName, worded as upstream. */
export function parseImage(text: string): ImageReference {
  const bad = (why: string): InvalidImageName => new InvalidImageName(`couldn't parse image name "${text}": ${why}`);
  const match = shape.exec(text);
  if (match === null) {
    throw bad(
      /[A-Z]/.test(text) && shape.test(text.toLowerCase())
        ? 'invalid reference format: repository name (' + text.replace(/[:@].*$/, '') + ') must be lowercase'
        : 'invalid reference format',
    );
  }
  let [, registry, repository = '', tag, digest] = match;
  // The first component is a host only when it looks like one: `a/b` is a repository of docker.io.
  if (
    registry !== undefined &&
    !/[.:]/.test(registry) &&
    registry !== 'localhost' &&
    registry === registry.toLowerCase()
  ) {
    repository = `${registry}/${repository}`;
    registry = undefined;
  }
  if (registry === undefined || registry === 'index.docker.io') registry = 'docker.io';
  if (registry === 'docker.io' && !repository.includes('/')) repository = `library/${repository}`;
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** With the default tag where neither tag nor digest is written; otherwise as the user wrote it. */
export function withDefaultTag(text: string): string {
  const { tag, digest } = parseImage(text);
  return tag === undefined && digest === undefined ? `${text}:latest` : text;
}
