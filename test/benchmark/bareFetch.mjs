/**
 * The least that can be done: Node's own fetch, so many requests at a time, believing each answer and checking nothing.
 *
 * @param {{ url: string, apiKey: string }} standIn
 * @param {string} action as `GetAsset`
 * @param {object[]} bodies of the requests
 * @param {number} atATime
 * @returns {Promise<number>} milliseconds
 */
export async function bareFetch({ url, apiKey }, action, bodies, atATime) {
	const began = performance.now();
	const waiting = bodies.values();
	const lane = async () => {
		for (const body of waiting) {
			const response = await fetch(`${url}/volc/asset/${action}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
				body: JSON.stringify({ model: 'volc-asset', ...body }),
			});
			if (!response.ok) throw new Error(`The stand-in answered ${response.status}`);
			await response.json();
		}
	};
	await Promise.all(Array.from({ length: atATime }, lane));
	return performance.now() - began;
}
