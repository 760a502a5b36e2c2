/** The API's Time: RFC 3339 in whole seconds, UTC. */
export const timeText = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
