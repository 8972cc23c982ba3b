import { MODEL_OF_TYPE } from '../../nodes/shared/api/assets';
import type { Account } from './Account';
import { type Handler, taking } from './recording';
import { VIDEO_MODELS } from './videoModels';
import type { SubmitRequest } from './videoRequest';

/** What answers the operations of `videos.yaml`, by their IDs there. */
export function videoHandlers(site: { readonly account: Account }): Record<string, Handler> {
	return {
		generateVideo: taking((body: SubmitRequest) => site.account.videos.submit(body)),
		getVideo: ({ path }) => site.account.videos.get(lastPart(path)),
		listModels: () => ({ object: 'list', data: modelsOf(site.account) }),
	};
}

const lastPart = (path: string) => decodeURIComponent(/[^/?]*(?=\?|$)/.exec(path)?.[0] ?? '');

/** The models that a token may use; those of other makers among them. */
function modelsOf(account: Account): object[] {
	const all = [...Object.values(MODEL_OF_TYPE), ...Object.keys(VIDEO_MODELS), 'kling-v2', 'gpt-5'];
	return all
		.filter((id) => account.mayUse(id))
		.map((id) => ({ id, object: 'model', created: 1_767_225_600, owned_by: 'anyfast' }));
}
