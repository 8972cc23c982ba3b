import type {
	AssetRequest,
	CreateAssetFields,
	CreateAssetGroupRequest,
	ListAnswer,
	ListRequest,
	Entity,
} from '../../nodes/shared/api/assets';
import type { Account } from './Account';
import type { RenameRequest } from './GroupStore';
import type { Manner } from './Manner';
import { type Handler, taking } from './recording';

/** What the handlers work on; it is another one after each reset. */
export interface Site {
	readonly account: Account;
	readonly dress: Manner;
	/** Where the stand-in is. */
	readonly url: string;
	/** Cuts a page; the stand-in's hooks for pages come before and after. */
	page(request: ListRequest, cut: () => ListAnswer<Entity>): unknown;
}

/** What answers the operations of `openapi.yaml`, by their IDs there. */
export function assetHandlers(site: Site): Record<string, Handler> {
	return { ...groupHandlers(site), ...fileHandlers(site), ...personHandlers(site) };
}

function groupHandlers(site: Site): Record<string, Handler> {
	const groups = () => site.account.groups;
	return {
		listAssetGroups: taking((body: ListRequest) => site.page(body, () => groups().list(body))),
		createAssetGroup: taking((body: CreateAssetGroupRequest) => {
			site.account.checkBilling(body.model);
			return groups().create(body);
		}),
		getAssetGroup: taking((body: AssetRequest) => groups().get(body)),
		updateAssetGroup: taking((body: RenameRequest) => groups().update(body)),
		deleteAssetGroup: taking((body: AssetRequest) => site.account.deleteGroup(body)),
	};
}

function fileHandlers(site: Site): Record<string, Handler> {
	const assets = () => site.account.assets;
	return {
		listAssets: taking((body: ListRequest) => site.page(body, () => assets().list(body))),
		createAsset: taking((body: CreateAssetFields, { file }) =>
			site.account.createAsset(body, file),
		),
		getAsset: taking((body: AssetRequest) => assets().get(body)),
		updateAsset: taking((body: RenameRequest) => assets().update(body)),
		deleteAsset: taking((body: AssetRequest) => assets().delete(body)),
	};
}

function personHandlers(site: Site): Record<string, Handler> {
	const people = () => site.account.people;
	return {
		createVisualValidateSession: taking((body: { CallbackURL?: string }) =>
			people().begin(body, site.url, site.dress.isField),
		),
		getVisualValidateResult: taking((body: { BytedToken: string }) => people().result(body)),
	};
}
