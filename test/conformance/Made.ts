import { contentOf, inShort, isNotFound, isRefused, rowsOf, textOf } from './answers';
import { OWN_NAME } from './Mask';
import type { Answer, Service } from './Service';

const model = 'volc-asset';

/** How long to try to delete what the service does not know yet. */
const WAIT = { tries: 10, everyMs: 3000 };

/** What a run has made in the account, so that it can be deleted whatever happens. */
export class Made {
	/** What all names begin with that this run gives. */
	readonly name = `${OWN_NAME}${Date.now().toString(36)}`;

	private readonly groups = new Set<string>();

	private readonly assets = new Set<string>();

	/** Whether anything was asked for that may have been made. */
	private began = false;

	/** Creates a group, and remembers it. */
	async createGroup(service: Service, name: string): Promise<Answer> {
		this.began = true;
		const answer = await service.ask('CreateAssetGroup', { model, Name: name });
		const id = idIn(answer);
		if (id) this.groups.add(id);
		return answer;
	}

	/** Creates an asset, and remembers it. */
	async createAsset(service: Service, request: object): Promise<Answer> {
		const answer = await service.ask('CreateAsset', request);
		const id = idIn(answer);
		if (id) this.assets.add(id);
		return answer;
	}

	/** The service has deleted this asset. */
	assetIsGone(id: string): void {
		this.assets.delete(id);
	}

	/** The service has deleted this group, with the assets in it. */
	groupIsGone(id: string): void {
		this.groups.delete(id);
		this.assets.clear();
	}

	/**
	 * Deletes all that is left of it: also what a group of this run holds that no answer told of.
	 *
	 * @returns what could not be deleted, a line for each
	 */
	async cleanUp(service: Service): Promise<string[]> {
		if (!this.began) return [];
		const left: string[] = [];
		// Clearing up is not to end early.
		service.interrupted = false;
		await this.findForgotten(service, left);
		for (const id of this.assets) await remove(service, 'Asset', id, left);
		for (const id of this.groups) await remove(service, 'AssetGroup', id, left);
		return left;
	}

	/** Creations whose answers were lost: groups by their names, assets by their groups. */
	private async findForgotten(service: Service, left: string[]): Promise<void> {
		const page = { model, PageNumber: 1, PageSize: 100 };
		try {
			const named = await service.ask('ListAssetGroups', { ...page, Filter: { Name: this.name } });
			for (const row of rowsOf(named)) {
				if (textOf(row, 'Name').startsWith(this.name)) this.groups.add(textOf(row, 'Id'));
			}
			if (this.groups.size === 0) return;
			const Filter = { GroupIds: [...this.groups] };
			for (const row of rowsOf(await service.ask('ListAssets', { ...page, Filter }))) {
				// A service that ignores the filter must not cost anybody an asset.
				if (this.groups.has(textOf(row, 'GroupId'))) this.assets.add(textOf(row, 'Id'));
			}
		} catch (error) {
			left.push(`Could not look for groups named ${this.name}: ${String(error)}`);
		}
	}
}

/** The ID in an answer to a creation; empty if it has none. */
export function idIn(answer: Answer): string {
	return isRefused(answer) ? '' : textOf(contentOf(answer), 'Id');
}

/** Deletes one thing. "Not found" is no proof that it is gone: it may be too new to be known. */
async function remove(service: Service, what: string, id: string, left: string[]): Promise<void> {
	const isGone = (answer: Answer) => !isRefused(answer) && contentOf(answer).Deleted !== false;
	try {
		const answers = await service.until(
			async () => await service.ask(`Delete${what}`, { model, Id: id }),
			(answer) => isGone(answer) || !isNotFound(answer),
			WAIT,
		);
		const last = answers.at(-1);
		if (last && !isGone(last)) left.push(`${what} ${id}: ${inShort(last)}`);
	} catch (error) {
		left.push(`${what} ${id}: ${String(error)}`);
	}
}
