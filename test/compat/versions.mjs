/**
 * The n8ns that the package is tried in, oldest first, each on the Nodes that it allows itself (`engines` of its
 * package.json).
 */
export const N8NS = [
	{ n8n: '1.60.1', nodes: ['20', '22', '24'] },
	{ n8n: '1.70.0', nodes: ['20', '22'] },
	{ n8n: '1.85.4', nodes: ['20', '22'] },
	{ n8n: '1.100.1', nodes: ['20', '22', '24'] },
	{ n8n: '1.123.81', nodes: ['20', '22', '24'] },
	{ n8n: '2.0.3', nodes: ['20', '22', '24'] },
	{ n8n: '2.20.12', nodes: ['22', '24'] },
	{ n8n: '2.41.1', nodes: ['24'] },
];

/** @type {Record<string, string>} */
export const NODES = { 20: '20.20.0', 22: '22.23.3', 24: '24.21.0' };
