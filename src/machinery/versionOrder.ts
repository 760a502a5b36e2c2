/** The order of versions that Kubernetes prefers: stable ones first, then betas, then alphas, the highest first. */

/** Puts the preferred first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parsed(a), parsed(b)];
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : a > b ? 1 : 0;
  for (let i = 0; i < left.length; i += 1) {
    const difference = (right[i] ?? 0) - (left[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const stability = ['alpha', 'beta', undefined];

/** How stable, the major version, the minor one; undefined for what is no version of that form. */
function parsed(version: string): [number, number, number] | undefined {
  const match = /^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$/.exec(version);
  if (!match) return undefined;
  return [stability.indexOf(match[2]), Number(match[1]), Number(match[3] ?? 0)];
}
