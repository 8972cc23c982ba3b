import type { AssetGroup } from '../../nodes/shared/api/assets';

const FIRST = Date.UTC(2026, 0, 1, 8);
const MINUTE_MS = 60_000;

/** When the thing with a running number was created. */
export function createdAt(number: number): string {
	return new Date(FIRST + number * MINUTE_MS).toISOString().replace('.000Z', 'Z');
}

/** When the change with a running number was made: later than everything was created. */
export const changedAt = (number: number): string => createdAt(1_000_000 + number);

/** A group's name as the console shows it: with a prefix that names user and token. */
export const titleOf = (name: string): string => `[u-1]-[t-88] ${name}`;

/** The group with a running number, the same every time. Every fifth is a Liveness Face group. */
export function makeGroup(number: number): AssetGroup {
	const created = createdAt(number);
	const name = `group ${String(number).padStart(4, '0')}`;
	return {
		Id: `group-${created.replace(/\D/g, '')}-${number.toString(36).padStart(5, '0')}`,
		Name: name,
		Title: titleOf(name),
		GroupType: number % 5 === 0 ? 'LivenessFace' : 'AIGC',
		ProjectName: 'default',
		CreateTime: created,
		UpdateTime: created,
	};
}

/** A group that the vendor's own demo has deleted: it is still there, under another name. */
export function makeSoftlyDeletedGroup(number: number): AssetGroup {
	const group = makeGroup(number);
	const name = `__del__${group.Name ?? ''}`;
	return { ...group, Name: name, Title: titleOf(name) };
}

/** Groups 1 to `howMany`. */
export function makeGroups(howMany: number): AssetGroup[] {
	return Array.from({ length: howMany }, (_, index) => makeGroup(index + 1));
}
