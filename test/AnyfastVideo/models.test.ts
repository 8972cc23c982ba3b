import type { INodeParameters } from 'n8n-workflow';

import { ANYFAST, workflowWith } from '../engine/workflow';
import { useVideoBed } from './VideoBed';

/*
 * The drop-down of models.
 */

const bed = useVideoBed();

const parameters: INodeParameters = { resource: 'video', operation: 'generate' };

/** What the drop-down shows. */
const listed = async (filter?: string) => {
	const node = { type: 'n8n-nodes-anyfast.anyfastVideo' };
	const workflow = workflowWith(parameters, { node });
	const { results } = await bed.engine.searchList(workflow, ANYFAST, 'searchModels', filter);
	return results.map(({ name, value }) => [value, name]);
};

/** The key may use these models. */
const give = (...ids: string[]) => {
	const data = ids.map((id) => ({ id, object: 'model' }));
	bed.standIn.fail({ action: 'ListModels' }, { status: 200, body: { object: 'list', data } });
};

it('shows the newest models first, and other names and old ones last', async () => {
	give(
		...[
			'seedance',
			'doubao-seedance-1-0-pro-250528',
			'seedance-2.0-ultra',
			'gpt-5',
			'seedance-2.0',
		],
		...['seedance-fast', 'seedance-1.5-pro', 'seedance-2.5', 'seedance-2.0-fast', 'seedance-2.5'],
	);

	expect((await listed()).map(([value]) => value)).toEqual([
		...['seedance-2.5', 'seedance-2.0', 'seedance-2.0-fast', 'seedance-2.0-ultra'],
		...['seedance-1.5-pro', 'doubao-seedance-1-0-pro-250528', 'seedance', 'seedance-fast'],
	]);
});

it('says of each what its ID tells', async () => {
	give('seedance-2.5', 'seedance-2.0', 'seedance-2.0-fast', 'seedance-2.0-ultra', 'seedance');

	expect(Object.fromEntries(await listed())).toEqual({
		'seedance-2.5': 'seedance-2.5 · up to 30 s',
		'seedance-2.0': 'seedance-2.0 · up to 4k',
		'seedance-2.0-fast': 'seedance-2.0-fast · fast',
		'seedance-2.0-ultra': 'seedance-2.0-ultra · up to 2k',
		seedance: 'seedance · another name',
	});
});

it('finds a model by a part of what it shows', async () => {
	give('seedance-2.0', 'seedance-2.0-fast', 'seedance-2.5');

	expect(await listed('4K')).toEqual([['seedance-2.0', 'seedance-2.0 · up to 4k']]);
});

it.each<[string, () => void]>([
	['does not answer', () => bed.standIn.fail({}, ...Array<'drop'>(9).fill('drop'))],
	['has none of them', () => give('gpt-5')],
])('shows those that the vendor documents if the API %s', async (_what, prepare) => {
	prepare();

	expect((await listed()).map(([value]) => value)).toEqual([
		...['seedance-2.5', 'seedance-2.0', 'seedance-2.0-fast', 'seedance-2.0-mini'],
		'seedance-2.0-ultra',
	]);
});
