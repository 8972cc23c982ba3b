// A node of the benchmark's, which n8n loads from this folder: it gets an asset for each item, and does no more than call
// n8n's own helper, so many at a time. What it takes is n8n's share of what our node takes.
const AT_A_TIME = 32;

class Helper {
	description = {
		displayName: 'Helper',
		name: 'helper',
		group: ['input'],
		version: 1,
		description: "Calls n8n's helper",
		defaults: { name: 'Helper' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'anyfastApi', required: true }],
		properties: [],
	};

	async execute() {
		const { baseUrl } = await this.getCredentials('anyfastApi');
		const waiting = this.getInputData().entries();
		const results = [];
		const lane = async () => {
			for (const [item, { json }] of waiting) {
				const answer = await this.helpers.httpRequestWithAuthentication.call(this, 'anyfastApi', {
					method: 'POST',
					url: `${baseUrl}/volc/asset/GetAsset`,
					body: { model: 'volc-asset', Id: json.Id },
					json: true,
				});
				results[item] = { json: answer, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: AT_A_TIME }, lane));
		return [results];
	}
}

module.exports = { Helper };
