import type {
	AssetGroup,
	CreateAssetGroupRequest,
	ListAnswer,
	Entity,
} from '../../nodes/shared/api/assets';
import { checkName } from './checkName';
import { changedAt, makeGroup, titleOf } from './groups';
import type { AnyListRequest } from './lists';
import type { Manner } from './Manner';
import type { Pages } from './Pages';
import type { Propagation } from './Propagation';
import { Refusal } from './refusals';
import { RunningNumber } from './RunningNumber';

/** What `UpdateAsset` and `UpdateAssetGroup` take. */
export type RenameRequest = { Id: string; Name?: string; Description?: string };

/** The groups of an account. */
export class GroupStore {
	private readonly number: RunningNumber;

	private changes = 0;

	/** The IDs of groups that no list shows: those of verified people. */
	private readonly unlisted = new Set<string>();

	constructor(
		public rows: AssetGroup[],
		private readonly manner: Manner,
		private readonly pages: Pages,
		private readonly propagation: Propagation,
	) {
		this.number = new RunningNumber(rows.length);
	}

	list(request: AnyListRequest): ListAnswer<AssetGroup> {
		const listed = this.unlisted.size
			? this.rows.filter(({ Id }) => !this.unlisted.has(Id))
			: this.rows;
		return this.pages.page(request, listed, (group) => group);
	}

	create({ Name }: CreateAssetGroupRequest): Entity {
		checkName(Name);
		// A group that was made without a type has none in the field.
		const { Id } = this.add({ Name, GroupType: this.manner.isField ? undefined : 'AIGC' });
		this.propagation.begin('group', Id);
		return { Id };
	}

	/** The group of a person who was verified just now. */
	createForPerson(): Entity {
		const { Id } = this.add({ Name: 'person', GroupType: 'LivenessFace' });
		this.unlisted.add(Id);
		return { Id };
	}

	get({ Id }: Entity): AssetGroup {
		const group = this.find(Id);
		if (group && this.propagation.knows(Id)) return group;
		throw group ? unknownGroup(Id, [404, 400, 502]) : unknownGroup(Id);
	}

	update({ Id, Name, Description }: RenameRequest): Entity {
		if (Name !== undefined) checkName(Name);
		const group = this.get({ Id });
		const named = Name === undefined ? {} : { Name, Title: titleOf(Name) };
		const described = Description === undefined ? {} : { Description };
		Object.assign(group, named, described, { UpdateTime: changedAt(++this.changes) });
		return { Id };
	}

	delete({ Id }: Entity): void {
		const group = this.get({ Id });
		this.rows = this.rows.filter((other) => other !== group);
	}

	find(id: string): AssetGroup | undefined {
		return this.rows.find(({ Id }) => Id === id);
	}

	/** Whether a group is of a person who was verified here. */
	isOfPerson(id = ''): boolean {
		return this.unlisted.has(id);
	}

	private add(more: { Name: string; GroupType?: string }): AssetGroup {
		const group = { ...this.number.make(this.rows, makeGroup), ...more, Title: titleOf(more.Name) };
		this.rows.push(group);
		return group;
	}
}

/** @param inTextUnder the statuses that it has in the field, with its code in the text alone */
export function unknownGroup(id: string, inTextUnder?: number[]): Refusal {
	return new Refusal(404, 'NotFound.group_id', `There is no group ${id}`, inTextUnder);
}
