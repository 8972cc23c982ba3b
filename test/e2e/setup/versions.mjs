/** What the end-to-end run installs. README's compatibility table names the same versions. */

export const NODE = '24.21.0';

export const N8N_2 = '2.41.1';

export const N8N_1 = '1.123.81';

/**
 * Versions to use instead of what an n8n release pins. xlsx of 1.x is pinned to an address outside the npm registry; no
 * node of ours or of the tests needs it.
 *
 * @type {Record<string, Record<string, string>>}
 */
export const OVERRIDES = { [N8N_1]: { xlsx: '0.18.5' } };
