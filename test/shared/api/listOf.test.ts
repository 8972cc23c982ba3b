import { AnyfastError } from '../../../nodes/shared/AnyfastError';
import type { AnyfastApi } from '../../../nodes/shared/api/AnyfastApi';
import { readAnswer, Unproven } from '../../../nodes/shared/api/answer';
import { listAssets, readListOf } from '../../../nodes/shared/api/listOf';
import type { CallKind } from '../../../nodes/shared/kinds';

/** A channel that wants a type of group in every list, and shows one asset for each type but those that it refuses. */
const channel = (refused: Record<string, CallKind> = {}): Pick<AnyfastApi, 'call'> => ({
	async call(endpoint, request) {
		const { GroupType } = Object(Object(request).Filter);
		const kind = GroupType === undefined ? 'group type missing' : refused[GroupType];
		if (kind !== undefined) throw new AnyfastError('refused', { cause: 'api', kind });
		const page = { Items: [{ Id: `asset of ${GroupType}` }], TotalCount: 1, PageSize: 100 };
		const text = JSON.stringify({ ...page, PageNumber: 1 });
		const value = endpoint.read(readAnswer({ statusCode: 200, headers: {}, text }), {});
		if (value instanceof Unproven) throw new Error(value.what);
		return value;
	},
});

const read = async (refused?: Record<string, CallKind>) => {
	const { rows, complete } = await readListOf(channel(refused), listAssets, {});
	return { ids: rows.map(({ Id }) => Id), complete };
};

it('lists of several types are one list, complete if none is left out', async () => {
	expect(await read()).toEqual({
		ids: ['asset of AIGC', 'asset of LivenessFace'],
		complete: true,
	});
	expect(await read({ LivenessFace: 'not for this key' })).toEqual({
		ids: ['asset of AIGC'],
		complete: false,
	});
});

it('a list that cannot be read otherwise, or in no type, is an error', async () => {
	await expect(read({ LivenessFace: 'unavailable' })).rejects.toThrow('refused');
	await expect(
		read({ AIGC: 'not for this key', LivenessFace: 'not for this key' }),
	).rejects.toThrow('refused');
});
