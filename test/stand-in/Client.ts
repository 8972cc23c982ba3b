import type { Entity } from '../../nodes/shared/api/assets';
import { isObject } from './json';
import type { StandIn } from './StandIn';

/** An answer to a request, as far as the stand-in's own tests look into it. */
export interface Answer {
	Id?: string;
	Items?: Entity[];
	TotalCount?: number;
	error?: { message: string; code: string };
	Result?: unknown;
	data?: unknown;
}

/** Asks a stand-in as `curl` would. */
export class Client {
	/** @param started gives the stand-in */
	constructor(private readonly started: () => StandIn) {}

	get standIn(): StandIn {
		return this.started();
	}

	/** The raw answer to an action. */
	async post(action: string, body: object, apiKey = this.standIn.apiKey): Promise<Response> {
		return await fetch(`${this.standIn.url}/volc/asset/${action}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	}

	async ask(action: string, request: object, apiKey?: string) {
		return await read(await this.post(action, request, apiKey));
	}

	/** Asks for a path below the Base URL; with a body it is a POST. */
	async at(path: string, request?: object) {
		const { url, apiKey } = this.standIn;
		const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
		const init = request && { method: 'POST', body: JSON.stringify(request) };
		const response = await fetch(`${url}${path}`, {
			headers: request ? headers : { authorization: headers.authorization },
			...init,
		});
		return await read(response);
	}

	/** Sends CreateAsset as a form. */
	async upload(fields: Record<string, string>, fileName: string) {
		const form = new FormData();
		for (const [key, value] of Object.entries(fields)) form.set(key, value);
		form.set('file', new Blob(['bytes']), fileName);
		const headers = { authorization: `Bearer ${this.standIn.apiKey}` };
		const url = `${this.standIn.url}/volc/asset/CreateAsset`;
		return await read(await fetch(url, { method: 'POST', headers, body: form }));
	}
}

async function read(response: Response): Promise<{ status: number; body: Answer }> {
	return { status: response.status, body: JSON.parse(await response.text()) };
}

/** The field of that name, however an answer is wrapped. */
export function findIn(body: Answer, name: string): string {
	const inner = [body, body.Result, body.data].find((part) => isObject(part) && name in part);
	return String(isObject(inner) ? inner[name] : undefined);
}

/** What CreateAsset takes for an image from a URL. */
export const imageIn = (GroupId: string, Name = 'cat') => ({
	model: 'volc-asset',
	GroupId,
	Name,
	AssetType: 'Image',
	URL: 'https://example.com/cat.webp',
});
