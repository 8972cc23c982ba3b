/** How long the list is. */
export const PAGES = 4;

/** A webhook starts a Return All, which names its execution in the field `model`. */
export const hookedReturnAll = {
	name: 'Return All on a webhook',
	nodes: [
		{
			id: '1',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			parameters: { httpMethod: 'POST', path: 'return-all', options: {} },
			webhookId: 'return-all',
		},
		{
			id: '2',
			name: 'List Groups',
			type: 'n8n-nodes-anyfast.anyfastAsset',
			typeVersion: 1,
			position: [220, 0],
			parameters: {
				resource: 'group',
				operation: 'list',
				returnAll: true,
				options: { model: '={{ $execution.id }}' },
			},
			credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
		},
	],
	connections: { Webhook: { main: [[{ node: 'List Groups', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};
