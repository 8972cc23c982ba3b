import { StandIn } from './StandIn';

describe('the stand-in', () => {
	let standIn: StandIn;

	beforeEach(async () => {
		standIn = await StandIn.start();
	});

	afterEach(async () => {
		await standIn.stop();
	});

	const ask = async (body: unknown, apiKey = standIn.apiKey) => {
		const response = await fetch(`${standIn.url}/volc/asset/ListAssetGroups`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	};

	it('answers a page as the vendor describes it', async () => {
		const { status, body } = await ask({
			model: 'volc-asset',
			Filter: {},
			PageNumber: 2,
			PageSize: 2,
		});

		expect(status).toBe(200);
		expect(body).toEqual({
			Items: [standIn.groups[2]],
			PageNumber: 2,
			PageSize: 2,
			TotalCount: 3,
		});
	});

	it.each([
		['no model', { Filter: {} }],
		['no Filter', { model: 'volc-asset' }],
		['a filter nobody knows', { model: 'volc-asset', Filter: { GroupName: 'x' } }],
		['a wrong type', { model: 'volc-asset', Filter: {}, PageNumber: '1' }],
		['a group type nobody knows', { model: 'volc-asset', Filter: { GroupType: 'Other' } }],
	])('refuses %s', async (_what, body) => {
		expect((await ask(body)).status).toBe(400);
	});

	it('refuses a wrong key before it looks at anything else', async () => {
		expect((await ask({}, 'wrong')).status).toBe(401);
	});
});
