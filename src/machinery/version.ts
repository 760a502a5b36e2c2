/** What Peapod calls itself, on the wire (/version, kubeletVersion) and to people. */

/** The level of the API, then our own build: SemVer build metadata, which clients ignore when they compare. */
export const version = {
  gitVersion: 'v1.33.9+peapod.0',
} as const;
