import type { NodeConnectionType } from 'n8n-workflow';

/**
 * The connection that items travel on. `NodeConnectionTypes.Main` is the same, but n8n-workflow has that name only since
 * n8n 1.85; without it the package loads in older n8ns too.
 */
export const MAIN: NodeConnectionType = 'main';
