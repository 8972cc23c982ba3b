import type {
	AssetRequest,
	CreateAssetFields,
	CreateAssetGroupRequest,
	ListAnswer,
	ListRequest,
	Row,
} from '../../nodes/shared/api/assets';
import type { Account } from './Account';
import { type Handler, taking } from './recording';

/** Cuts a page; the stand-in's hooks for pages come before and after. */
type Page = (request: ListRequest, cut: () => ListAnswer<Row>) => unknown;

/** What answers the operations of `openapi.yaml`, by their IDs there. */
export function assetHandlers(account: () => Account, page: Page): Record<string, Handler> {
	return {
		listAssetGroups: taking((body: ListRequest) => page(body, () => account().listGroups(body))),
		listAssets: taking((body: ListRequest) => page(body, () => account().listAssets(body))),
		createAssetGroup: taking((body: CreateAssetGroupRequest) => account().createGroup(body)),
		createAsset: taking((body: CreateAssetFields, { file }) => account().createAsset(body, file)),
		getAsset: taking((body: AssetRequest) => account().getAsset(body)),
		deleteAsset: taking((body: AssetRequest) => account().deleteAsset(body)),
	};
}
