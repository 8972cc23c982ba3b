import type {
	AssetGroup,
	CreateAssetGroupRequest,
	ListAnswer,
	Entity,
} from '../../nodes/shared/api/assets';
import type { Shared } from './AssetStore';
import { changedAt, makeGroup, titleOf } from './groups';
import type { AnyListRequest } from './lists';
import { Refusal } from './refusals';
import { Replicas } from './Replicas';
import { RunningNumber } from './RunningNumber';

/** What `UpdateAsset` and `UpdateAssetGroup` take. */
export type RenameRequest = { Id: string; Name?: string; Description?: string };

/** The groups of an account. */
export class GroupStore {
	private readonly number: RunningNumber;

	private changes = 0;

	/** The IDs of groups that no list shows: those of verified people. */
	private readonly unlisted = new Set<string>();

	private readonly replicas: Replicas<AssetGroup>;

	constructor(
		public rows: AssetGroup[],
		private readonly shared: Shared,
	) {
		this.number = new RunningNumber(rows.length);
		this.replicas = new Replicas(rows, shared.behaviour.replicas);
	}

	list(request: AnyListRequest): ListAnswer<AssetGroup> {
		const { rows } = this.replicas.next(this.rows);
		const listed = this.unlisted.size ? rows.filter(({ Id }) => !this.unlisted.has(Id)) : rows;
		const known = (all: AssetGroup[]) => this.shared.listing.known('group', all);
		return this.shared.pages.page(request, listed, (group) => group, known);
	}

	create({ Name }: CreateAssetGroupRequest): Entity {
		const { Id } = this.add({ Name: this.shared.names.accepted(Name), GroupType: this.typeOfNew });
		this.shared.propagation.begin('group', Id);
		this.shared.listing.begin('group', Id);
		return { Id };
	}

	/** A group that was made without a type has none in the field, unless the channel wants one everywhere. */
	private get typeOfNew(): string | undefined {
		const { manner, behaviour } = this.shared;
		const hasNone = manner.isField && behaviour.channel !== 'group-type-required';
		return hasNone ? undefined : 'AIGC';
	}

	/** The group of a person who was verified just now. */
	createForPerson(): Entity {
		const { Id } = this.add({ Name: 'person', GroupType: 'LivenessFace' });
		this.unlisted.add(Id);
		return { Id };
	}

	get({ Id }: Entity): AssetGroup {
		const group = this.find(Id);
		if (group && this.shared.propagation.knows(Id)) return group;
		throw group ? unknownGroup(Id, [404, 400, 502]) : unknownGroup(Id);
	}

	update({ Id, Name, Description }: RenameRequest): Entity {
		const kept = Name === undefined ? undefined : this.shared.names.accepted(Name);
		const group = this.get({ Id });
		const named = kept === undefined ? {} : { Name: kept, Title: titleOf(kept) };
		const described = Description === undefined ? {} : { Description };
		Object.assign(group, named, described, { UpdateTime: changedAt(++this.changes) });
		return { Id };
	}

	/**
	 * @param empty deletes all that is in the group
	 * @returns what is answered, or happens instead
	 */
	delete({ Id }: Entity, empty: () => void): unknown {
		const group = this.get({ Id });
		return this.shared.deletions.run(Id, {}, () => {
			this.rows = this.rows.filter((other) => other !== group);
			empty();
		});
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
