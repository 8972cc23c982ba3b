import { MANUALLY } from './examples.mjs';

const PIXEL =
	'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

/** @param {string} value */
const byId = (value) => ({ __rl: true, mode: 'id', value });

/**
 * An operation of Anyfast Asset; what fails there becomes an item with the error.
 *
 * @param {string} name
 * @param {string} resource
 * @param {string} operation
 * @param {object} parameters
 */
const anyfast = (name, resource, operation, parameters) => ({
	name,
	type: 'n8n-nodes-anyfast.anyfastAsset',
	typeVersion: 1,
	parameters: { resource, operation, options: {}, ...parameters },
	credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
	onError: 'continueRegularOutput',
});

const group = byId("={{ $('Create Group').first().json.Id }}");
const asset = byId("={{ $('Upload Asset').first().json.Id }}");
const session = "$('Start Verification').first().json";

const nodes = [
	{ name: MANUALLY, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
	anyfast('Create Group', 'group', 'create', { name: 'rest of the API' }),
	anyfast('Upload Asset', 'asset', 'upload', {
		groupId: group,
		source: 'base64',
		base64: PIXEL,
		name: 'pixel',
		waitUntilActive: false,
	}),
	anyfast('Get Asset', 'asset', 'get', { assetId: asset, waitUntilActive: true }),
	anyfast('Update Asset', 'asset', 'update', { assetId: asset, name: 'renamed pixel' }),
	anyfast('Get Group', 'group', 'get', { groupId: group }),
	anyfast('Update Group', 'group', 'update', { groupId: group, name: 'renamed group' }),
	anyfast('Delete Full Group', 'group', 'delete', { groupId: group }),
	anyfast('Delete Group', 'group', 'delete', { groupId: group, deleteAssets: true }),
	anyfast('Start Verification', 'person', 'startVerification', {
		callbackUrl: 'https://n8n.example/webhook/phone',
	}),
	anyfast('Not Verified Yet', 'person', 'getVerificationResult', {
		bytedToken: `={{ ${session}.BytedToken }}`,
	}),
	{
		name: "The Person's Phone",
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `={{ ${session}.H5Link }}`,
			options: {
				redirect: { redirect: { followRedirects: false } },
				response: { response: { fullResponse: true, neverError: true, responseFormat: 'text' } },
			},
		},
	},
	anyfast('Get Verification Result', 'person', 'getVerificationResult', {
		bytedToken: `={{ ${session}.BytedToken }}`,
		options: { waitForResult: true },
	}),
];

/** One workflow through all that Asset, Group and Person can do besides uploading and listing. */
export const restOfApi = {
	id: 'rest-of-api',
	name: 'The rest of the asset API',
	nodes: nodes.map((node, index) => ({ id: String(index), position: [index * 220, 0], ...node })),
	connections: Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index]?.name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
	),
	settings: { executionOrder: 'v1' },
};
